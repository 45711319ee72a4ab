import { sql } from "kysely";
import { expect, test } from "vitest";
import { openAccounts } from "../harness/channel-accounts.ts";
import { usePurse } from "../harness/purse.ts";
import { ScriptedChannel } from "../harness/scripted-channel.ts";

const channel = new ScriptedChannel();
const purse = usePurse({ channels: { wechat: channel } });

const records = Array.from({ length: 3000 }, (_, n) => ({
  kind: "refund" as const,
  no: `shop-${n}`,
  transaction_id: `txn-${n}`,
  amount: n,
  currency: "CNY",
  occurred_at: new Date(Date.parse("2026-03-10T00:00:00+08:00") + n),
}));

test("a day that 16 read first, at once, is written by one of them", async () => {
  const merchant = await purse.merchant();
  await openAccounts(purse, merchant);
  // Each of them is told something else, so that what is kept shows whose it is.
  for (let reader = 0; reader < 16; reader += 1) {
    const entries = records.map((record) => ({ ...record, transaction_id: `txn-${reader}` }));
    channel.next("statement", { state: "succeeded", entries });
  }
  const path = `/v1/statements/list/${merchant.merchant_wallet_id}`;
  const query = "channel=wechat&date=2026-03-10&page=30&count=100";
  const ask = () => purse.call("GET", `${path}?${query}`, { key: merchant.api_key });
  const answers = await Promise.all(Array.from({ length: 16 }, ask));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(answers[0]?.data).toMatchObject({ total: 3000 });
  expect(answers[0]?.data.items.at(-1)).toMatchObject({ no: "shop-2999" });
  const { rows } = await sql<{ entries: number; first: number; last: number; writers: number }>`
    select count(*) as entries, min(position) as first, max(position) as last,
      count(distinct xmin::text) as writers
    from statement_entries where merchant_id = ${merchant.merchant_id}`.execute(purse.database.db);
  expect(rows).toEqual([{ entries: 3000, first: 1, last: 3000, writers: 1 }]);
});
