import { randomUUID } from "node:crypto";
import { channelNo } from "@purse/core";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { openAccounts } from "../harness/channel-accounts.ts";
import { usePurse } from "../harness/purse.ts";
import { payment } from "../harness/requests.ts";
import { ScriptedChannel } from "../harness/scripted-channel.ts";

const channel = new ScriptedChannel();
const purse = usePurse({ channels: { alipay: channel } });
const clients = 64;

async function deadlocks(): Promise<number> {
  const { rows } = await sql<{ deadlocks: number }>`
    select deadlocks from pg_stat_database where datname = current_database()`.execute(
    purse.database.db,
  );
  return rows[0]!.deadlocks;
}

test("64 at once, in every direction over three wallets: no deadlock, no failure of ours", async () => {
  const merchant = await purse.merchant();
  await openAccounts(purse, merchant, 60);
  const key = merchant.api_key;
  const [one, other] = merchant.user_wallet_ids;
  const post = (path: string, body: object) => purse.call("POST", path, { key, body });
  const paid = await post("/v1/charges", { ...payment(merchant), amount: 1000 });
  const { payer_wallet_id: _, ...byChannel } = { ...payment(merchant), channel: "alipay" };
  const atChannel = await post("/v1/charges", { ...byChannel, amount: 1000 });
  channel.take(channelNo(atChannel.data.id));
  await purse.call("GET", `/v1/charges/${atChannel.data.id}`, { key });

  const out = { channel: "alipay", to_account: "a", amount: 5 };
  const movements = [
    () => post("/v1/charges", payment(merchant)),
    () => post("/v1/charges", { ...payment(merchant), payer_wallet_id: other }),
    () => refund(paid.data.id),
    () => refund(atChannel.data.id),
    () => transfer(one, other),
    () => transfer(other, one),
    () => transfer(merchant.merchant_wallet_id, one),
    () => post("/v1/transfers", { ...out, wallet_id: one, transfer_no: randomUUID() }),
    () =>
      post("/v1/red-envelopes", {
        ...out,
        wallet_id: other,
        red_envelope_no: randomUUID(),
        greeting: "g",
      }),
  ];
  const refund = (charge_id: string) =>
    post("/v1/refunds", { charge_id, refund_no: randomUUID(), amount: 7 });
  const transfer = (wallet_id: string | undefined, to_wallet_id: string | undefined) =>
    post("/v1/transfers", {
      channel: "balance",
      wallet_id,
      to_wallet_id,
      transfer_no: randomUUID(),
      amount: 3,
    });

  const before = await deadlocks();
  const answers = await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      const some = [];
      for (let turn = 0; turn < 6; turn += 1) {
        some.push(await movements[(client + turn * 5) % movements.length]!());
      }
      return some;
    }),
  );
  const failed = answers.flat().filter(({ status }) => status !== 200);
  expect(failed.map(({ text }) => text)).toEqual([]);
  expect(await deadlocks()).toBe(before);
}, 60_000);
