/** What is held while its outcome is open: its table, and the states in which it is open and done. */
const outcomes = [
  { table: "withdrawals", kind: "withdrawal", open: ["pending"], done: ["succeeded"] },
  { table: "refunds", kind: "refund", open: ["pending", "wait_operation"], done: ["succeeded"] },
  {
    table: "transfers",
    kind: "transfer",
    open: ["pending", "wait_operation"],
    done: ["succeeded"],
  },
  {
    table: "red_envelopes",
    kind: "red_envelope",
    open: ["pending"],
    done: ["sent", "received", "returned"],
  },
];

const list = (states: readonly string[]) => states.map((state) => `'${state}'`).join(", ");

const outcomeRules = Object.fromEntries(
  outcomes.map(({ table, kind, open, done }) => [
    `the money of ${table} is held, gone or free as their state says`,
    `select row.id as subject from ${table} row left join holds hold on hold.reference = row.id
    where ${table === "withdrawals" || table === "red_envelopes" ? "" : "row.channel <> 'balance' and "}(
      hold.amount is distinct from row.amount
      or hold.state <> case when row.status in (${list(open)}) then 'pending'
        when row.status in (${list(done)}) then 'captured' else 'released' end
      or (row.status in (${list(done)})) <> exists (select from ledger_entries entry
        where entry.kind = '${kind}' and entry.reference = row.id))`,
  ]),
);

/** What stands in the ledger, with how much it moves in its wallet: its table, and since when. */
const movements = [
  { table: "charges", kind: "charge", happened: "paid_at is not null", amount: "row.amount" },
  {
    table: "charges",
    kind: "fee",
    happened: "paid_at is not null and row.fee > 0",
    amount: "-row.fee",
  },
  { table: "recharges", kind: "recharge", happened: "paid_at is not null", amount: "row.amount" },
  { table: "transfers", kind: "transfer", happened: "status = 'succeeded'", amount: "-row.amount" },
  { table: "refunds", kind: "refund", happened: "status = 'succeeded'", amount: "-row.amount" },
  {
    table: "red_envelopes",
    kind: "red_envelope",
    happened: "sent_at is not null",
    amount: "-row.amount",
  },
  {
    table: "red_envelopes",
    kind: "red_envelope_return",
    happened: "status = 'returned'",
    amount: "row.amount_returned",
  },
];

/** Both ways: what happened is booked with its amount, and what did not is not. */
const movementRules = Object.fromEntries(
  movements.map(({ table, kind, happened, amount }) => [
    `${kind} entries are those of ${table} that happened, with their amounts`,
    `select row.id as subject from ${table} row
    where (row.${happened}) <> exists (
      select from ledger_entries entry
        join postings posting on posting.entry_id = entry.id
        join accounts account on account.id = posting.account_id
      where entry.kind = '${kind}' and entry.reference = row.id
        and account.wallet_id = row.wallet_id and posting.amount = ${amount})`,
  ]),
);

/** Each invariant as a query of the rows that break it. */
export const rules: Readonly<Record<string, string>> = {
  "an entry's postings sum to zero and are at least two": `
    select entry.id::text as subject
    from ledger_entries entry left join postings posting on posting.entry_id = entry.id
    group by entry.id having count(posting.amount) < 2 or coalesce(sum(posting.amount), 0) <> 0`,
  "an account's balance is the sum of its postings": `
    select account.id::text as subject
    from accounts account left join postings posting on posting.account_id = account.id
    group by account.id
    having coalesce(sum(posting.amount), 0) <> account.posted
      or count(posting.amount) <> account.version`,
  "a posting's balance_after follows from the one before": `
    select entry_id || '/' || account_id as subject
    from (select entry_id, account_id, balance_after, sum(amount) over (
      partition by account_id order by position) as running from postings) posting
    where running <> balance_after`,
  "what an account holds is the sum of its pending holds": `
    select account.id::text as subject
    from accounts account left join holds hold
      on hold.account_id = account.id and hold.state = 'pending'
    group by account.id having coalesce(sum(hold.amount), 0) <> account.held`,
  ...outcomeRules,
  "no wallet is overdrawn": `
    select id::text as subject from accounts where guarded and posted - held < 0`,
  "what a charge has refunded is the sum of its refunds": `
    select charge.id as subject
    from charges charge left join refunds refund on refund.charge_id = charge.id
    group by charge.id
    having coalesce(sum(refund.amount) filter (where refund.status = 'succeeded'), 0)
        <> charge.amount_refunded
      or coalesce(sum(refund.amount) filter (
        where refund.status in ('pending', 'wait_operation')), 0) <> charge.amount_refunding`,
  ...movementRules,
};
