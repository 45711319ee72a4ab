import type { LedgerRule } from "./ledger-rule.ts";

const ownWallet = "select row.wallet_id";

/**
 * That a balance is what its postings come to is proved by induction: each posting's follows from
 * the one before, and the account's is that of the last one.
 */
const ledgerRules: readonly LedgerRule[] = [
  {
    name: "an entry's postings sum to zero and are at least two",
    table: "ledger_entries",
    sums: {
      posted: {
        of: "postings posting",
        by: { "posting.entry_id": "row.id" },
        columns: "count(*) as postings, sum(posting.amount) as total",
      },
    },
    broken: "coalesce(posted.postings, 0) < 2 or posted.total <> 0",
    wallets: `select account.wallet_id from postings posting
      join accounts account on account.id = posting.account_id where posting.entry_id = row.id`,
  },
  {
    name: "a posting's balance_after follows from the one before",
    table: "postings",
    key: ["account_id", "position"],
    matches: `left join postings earlier
      on earlier.account_id = row.account_id and earlier.position = row.position - 1`,
    broken: `row.balance_after is distinct from
      row.amount::numeric + case row.position when 1 then 0 else earlier.balance_after end`,
    wallets: "select account.wallet_id from accounts account where account.id = row.account_id",
  },
  {
    name: "an account's balance and version are those of its last posting",
    table: "accounts",
    broken: `
      row.version <> coalesce(
        (select max(position) from postings posting where posting.account_id = row.id), 0)
      or row.posted <> coalesce((select balance_after from postings posting
        where posting.account_id = row.id and posting.position = row.version), 0)`,
    wallets: ownWallet,
  },
  {
    name: "what an account holds is the sum of its pending holds",
    table: "accounts",
    sums: {
      pending: {
        of: "(select * from holds where state = 'pending') hold",
        by: { "hold.account_id": "row.id" },
        columns: "sum(hold.amount) as total",
      },
    },
    broken: "row.held <> coalesce(pending.total, 0)",
    wallets: ownWallet,
  },
  {
    name: "no wallet is overdrawn",
    table: "accounts",
    broken: "row.guarded and row.posted - row.held < 0",
    wallets: ownWallet,
  },
  {
    name: "the accounts of a currency sum to zero",
    table: "(select currency, sum(posted) as total from accounts group by currency)",
    key: ["currency"],
    broken: "row.total <> 0",
  },
];

const refundedRule: LedgerRule = {
  name: "what a charge has refunded is the sum of its refunds",
  table: "charges",
  sums: {
    refunded: {
      of: "refunds refund",
      by: { "refund.charge_id": "row.id" },
      columns: `sum(refund.amount) filter (where refund.status = 'succeeded') as done,
        sum(refund.amount) filter (where refund.status in ('pending', 'wait_operation')) as open`,
    },
  },
  broken: `row.amount_refunded <> coalesce(refunded.done, 0)
    or row.amount_refunding <> coalesce(refunded.open, 0)`,
  wallets: ownWallet,
};

interface Outcome {
  readonly table: string;
  readonly kind: string;
  /** The states in which the outcome is open, and those in which it is done. */
  readonly open: readonly string[];
  readonly done: readonly string[];
  /** Those of the table that hold their money, where not all do. */
  readonly of?: string;
}

const throughChannel = "row.channel <> 'balance'";
// biome-ignore format: a table
const outcomes: readonly Outcome[] = [
  { table: "withdrawals", kind: "withdrawal", open: ["pending"], done: ["succeeded"] },
  { table: "refunds", kind: "refund", open: ["pending", "wait_operation"], done: ["succeeded"], of: throughChannel },
  { table: "transfers", kind: "transfer", open: ["pending", "wait_operation"], done: ["succeeded"], of: throughChannel },
  { table: "red_envelopes", kind: "red_envelope", open: ["pending"], done: ["sent", "received", "returned"] },
];

const anyOf = (states: readonly string[]) => states.map((state) => `'${state}'`).join(", ");

/** What is held while its outcome is open. */
const outcomeRules = outcomes.map(
  ({ table, kind, open, done, of = "true" }): LedgerRule => ({
    name: `the money of ${table} is held, gone or free as their state says`,
    table,
    matches: `left join holds hold
      on hold.reference = row.id and hold.amount = row.amount and hold.state =
        case when row.status in (${anyOf(open)}) then 'pending'
          when row.status in (${anyOf(done)}) then 'captured' else 'released' end
      left join ledger_entries entry on entry.kind = '${kind}' and entry.reference = row.id`,
    broken: `${of} and (hold.reference is null
      or (row.status in (${anyOf(done)})) <> (entry.id is not null))`,
    wallets: ownWallet,
  }),
);

// biome-ignore format: a table
const movements = [
  { kind: "charge", table: "charges", happened: "row.paid_at is not null", amount: "row.amount" },
  { kind: "fee", table: "charges", happened: "row.paid_at is not null and row.fee > 0", amount: "-row.fee" },
  { kind: "recharge", table: "recharges", happened: "row.paid_at is not null", amount: "row.amount" },
  { kind: "transfer", table: "transfers", happened: "row.status = 'succeeded'", amount: "-row.amount" },
  { kind: "refund", table: "refunds", happened: "row.status = 'succeeded'", amount: "-row.amount" },
  { kind: "red_envelope", table: "red_envelopes", happened: "row.sent_at is not null", amount: "-row.amount" },
  { kind: "red_envelope_return", table: "red_envelopes", happened: "row.status = 'returned'", amount: "row.amount_returned" },
];

/** Both ways: what happened is booked in its wallet with its amount, and what did not is not. */
const movementRules = movements.map(
  ({ kind, table, happened, amount }): LedgerRule => ({
    name: `${kind} entries are those of ${table} that happened, with their amounts`,
    table,
    matches: `left join (ledger_entries entry
        join postings posting on posting.entry_id = entry.id
        join accounts account on account.id = posting.account_id)
      on entry.kind = '${kind}' and entry.reference = row.id
        and account.wallet_id = row.wallet_id and posting.amount = ${amount}`,
    broken: `(${happened}) <> (entry.id is not null)`,
    wallets: ownWallet,
  }),
);

/** Together they say that every row of a list is counted, once, in the state that it is in. */
const listRules: readonly LedgerRule[] = [
  {
    name: "the rows of a list in a state are as many as its counters say",
    table: "list_states",
    key: ["owner", "list", "status", "block"],
    sums: {
      counted: {
        of: "list_places place",
        by: {
          "place.owner": "row.owner",
          "place.list": "row.list",
          "place.status": "row.status",
          "(place.position - 1) >> 10": "row.block",
        },
        near: "place.position between row.block * 1024 + 1 and (row.block + 1) * 1024",
        columns: "count(*) as total",
      },
    },
    broken: "row.total <> coalesce(counted.total, 0)",
  },
  {
    name: "the counters of a list add up to its size",
    table: "(select * from list_sizes where list <> 'events')",
    key: ["owner", "list"],
    sums: {
      counted: {
        of: "list_states states",
        by: { "states.owner": "row.owner", "states.list": "row.list" },
        columns: "sum(states.total) as total",
      },
      placed: {
        of: "list_places place",
        by: { "place.owner": "row.owner", "place.list": "row.list" },
        near: "place.position > row.total",
        columns: "max(place.position) as last",
      },
    },
    broken: "row.total <> counted.total or coalesce(placed.last, 0) > row.total",
  },
];

export const rules: readonly LedgerRule[] = [
  ...ledgerRules,
  refundedRule,
  ...outcomeRules,
  ...movementRules,
  ...listRules,
];
