import { expect, test } from "vitest";
import { openPurse } from "./harness/purse.ts";
import { payment } from "./harness/requests.ts";

/** Changes that only whoever owns the database can make, and the rule that each breaks. */
const changes = [
  [
    "update postings set amount = amount + 1 where amount > 0 and balance_after = 700",
    "an entry's postings sum to zero and are at least two",
  ],
  [
    "delete from postings where amount = -700",
    "an entry's postings sum to zero and are at least two",
  ],
  ["update accounts set posted = posted + 1", "an account's balance is the sum of its postings"],
  ["update accounts set version = version + 1", "an account's balance is the sum of its postings"],
  [
    "update postings set balance_after = balance_after + 1",
    "a posting's balance_after follows from the one before",
  ],
  [
    "update refunds set amount = amount + 1",
    "what a charge has refunded is the sum of its refunds",
  ],
  [
    "delete from ledger_entries where kind = 'charge'",
    "a charge paid by balance stands in the ledger with its amount",
  ],
  [
    "update ledger_entries set reference = 'ref_0' where kind = 'refund'",
    "a refund that succeeded stands in the ledger with its amount",
  ],
] as const;

test.each(changes)("the ledger check finds %s", async (statement, rule) => {
  const purse = await openPurse();
  try {
    const merchant = await purse.merchant();
    const key = merchant.api_key;
    const body = { ...payment(merchant), amount: 700 };
    const { data } = await purse.call("POST", "/v1/charges", { key, body });
    const refund = { charge_id: data.id, refund_no: "r", amount: 200 };
    await purse.call("POST", "/v1/refunds", { key, body: refund });
    expect(await purse.house.core.checkLedger()).toMatchObject({ ok: true, violations: [] });
    await purse.database.sqlTransaction(({ run }) =>
      run(`set local session_replication_role = replica; ${statement}`),
    );
    const report = await purse.house.core.checkLedger();
    expect(report.ok).toBe(false);
    expect(report.violations.map((violation) => violation.rule)).toContain(rule);
  } finally {
    await purse.close();
  }
});
