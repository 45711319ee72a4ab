import { channelNo } from "@purse/core";
import { expect, test } from "vitest";
import { openAccounts } from "./harness/channel-accounts.ts";
import { openPurse, type TestPurse } from "./harness/purse.ts";
import { payment } from "./harness/requests.ts";
import { ScriptedChannel } from "./harness/scripted-channel.ts";

const sum = "an entry's postings sum to zero and are at least two";
const balance = "an account's balance is the sum of its postings";
const running = "a posting's balance_after follows from the one before";
const refunded = "what a charge has refunded is the sum of its refunds";
const entriesOf = (kind: string, table: string) =>
  `${kind} entries are those of ${table} that happened, with their amounts`;
const heldOf = (table: string) => `the money of ${table} is held, gone or free as their state says`;

/** Changes that only whoever owns the database can make, and the rule that each breaks. */
const changes = [
  ["update postings set amount = amount + 1 where amount > 0 and balance_after = 700", sum],
  ["delete from postings where amount = -700", sum],
  ["update accounts set posted = posted + 1", balance],
  ["update accounts set version = version + 1", balance],
  ["update accounts set held = held + 1", "what an account holds is the sum of its pending holds"],
  ["update postings set balance_after = balance_after + 1", running],
  ["update refunds set amount = amount + 1", refunded],
  ["update charges set amount_refunding = amount_refunding + 1", refunded],
  ["delete from ledger_entries where kind = 'charge'", entriesOf("charge", "charges")],
  ["update charges set fee = fee + 1", entriesOf("fee", "charges")],
  ["delete from ledger_entries where kind = 'recharge'", entriesOf("recharge", "recharges")],
  ["update recharges set status = 'closed', paid_at = null", entriesOf("recharge", "recharges")],
  [
    "update ledger_entries set reference = 'ref_0' where kind = 'refund'",
    entriesOf("refund", "refunds"),
  ],
  ["update transfers set amount = amount + 1", entriesOf("transfer", "transfers")],
  [
    "update red_envelopes set amount_returned = amount_returned + 1",
    entriesOf("red_envelope_return", "red_envelopes"),
  ],
  [
    "update holds set state = 'released', ended_at = now() where state = 'pending'",
    heldOf("refunds"),
  ],
  ["delete from holds where state = 'captured'", heldOf("transfers")],
  ["update red_envelopes set amount = amount + 1", heldOf("red_envelopes")],
] as const;

const channel = new ScriptedChannel();

/** One of everything that moves or holds money, through a channel and by balance. */
async function moveMoney(purse: TestPurse): Promise<void> {
  const merchant = await purse.merchant();
  await openAccounts(purse, merchant, 60);
  const [wallet_id] = merchant.user_wallet_ids;
  const key = merchant.api_key;
  const post = async (path: string, body: object) =>
    (await purse.call("POST", path, { key, body })).data;
  const byBalance = await post("/v1/charges", { ...payment(merchant), amount: 700 });
  await post("/v1/refunds", { charge_id: byBalance.id, refund_no: "r", amount: 200 });
  const { payer_wallet_id: _, ...body } = payment(merchant);
  const paid = async (path: string, request: object) => {
    const { id } = await post(path, { ...body, ...request, channel: "wechat" });
    channel.take(channelNo(id));
    await purse.call("GET", `${path}/${id}`, { key });
    return id;
  };
  const charge_id = await paid("/v1/charges", { amount: 900 });
  await paid("/v1/recharges", { wallet_id, amount: 50 });
  channel.next("refund", { state: "unknown", key: "refund_pending" });
  await post("/v1/refunds", { charge_id, refund_no: "open", amount: 30 });
  const out = { wallet_id, channel: "wechat", to_account: "o", amount: 10 };
  await post("/v1/transfers", { ...out, transfer_no: "t" });
  const { id } = await post("/v1/red-envelopes", { ...out, red_envelope_no: "e", greeting: "g" });
  channel.next("queryRedEnvelope", { state: "succeeded", fate: { returned: 4 } });
  await purse.call("GET", `/v1/red-envelopes/${id}`, { key });
}

test.each(changes)("the ledger check finds %s", async (statement, rule) => {
  const purse = await openPurse({ channels: { wechat: channel } });
  try {
    await moveMoney(purse);
    const told: number[] = [];
    const checked = await purse.house.core.checkLedger(({ done, rules }) =>
      told.push(rules - done),
    );
    expect(told).toEqual(told.map((_, index) => told.length - 1 - index));
    expect(checked).toMatchObject({ ok: true, violations: [] });
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
