import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { usePurse } from "../harness/purse.ts";

const purse = usePurse();

test("a movement that is written but not committed is waited for", async () => {
  const { merchant_id, api_key: key, user_wallet_ids } = await purse.merchant();
  const [wallet] = user_wallet_ids;
  const asked = await purse.database.db.transaction().execute(async (trx) => {
    await sql`
      with entry as (
        insert into ledger_entries (merchant_id, kind, reference, currency)
        values (${merchant_id}, 'adjustment', 'slow', 'CNY') returning id)
      insert into postings (entry_id, account_id, merchant_id, currency, amount)
      select entry.id, account.id, ${merchant_id}, 'CNY',
        case account.role when 'wallet' then 7 else -7 end
      from entry, accounts account
      where account.merchant_id = ${merchant_id}
        and (account.role = 'adjustment' or account.wallet_id = ${wallet})`.execute(trx);
    await sleep(2);
    const at = new Date().toISOString();
    await sleep(2);
    const asking = purse.call("GET", `/v1/wallets/${wallet}/balances?at=${at}`, { key });
    // Long enough for an answer, if one came without waiting.
    await sleep(200);
    return { asking };
  });
  const { data } = await asked.asking;
  expect(data.balances).toEqual([{ currency: "CNY", balance: 1_000_007 }]);
});
