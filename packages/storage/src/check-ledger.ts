import type { LedgerReport } from "@purse/core";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

/** Each invariant as a query of the rows that break it. */
const rules: Readonly<Record<string, string>> = {
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
  "a withdrawal's money is held, gone or free as its state says": `
    select withdrawal.id as subject
    from withdrawals withdrawal left join holds hold on hold.reference = withdrawal.id
    where hold.amount is distinct from withdrawal.amount
      or hold.state <> case withdrawal.status
        when 'pending' then 'pending' when 'succeeded' then 'captured' else 'released' end
      or (withdrawal.status = 'succeeded') <> exists (
        select from ledger_entries entry
        where entry.kind = 'withdrawal' and entry.reference = withdrawal.id)`,
  "no wallet is overdrawn": `
    select id::text as subject from accounts where guarded and posted - held < 0`,
  "what a charge has refunded is the sum of its refunds": `
    select charge.id as subject
    from charges charge left join refunds refund
      on refund.charge_id = charge.id and refund.status = 'succeeded'
    group by charge.id having coalesce(sum(refund.amount), 0) <> charge.amount_refunded`,
  "a charge paid by balance stands in the ledger with its amount": `
    select charge.id as subject from charges charge
    where charge.paid_at is not null and charge.channel = 'balance' and not exists (
      select from ledger_entries entry
        join postings posting on posting.entry_id = entry.id
        join accounts account on account.id = posting.account_id
      where entry.kind = 'charge' and entry.reference = charge.id
        and account.wallet_id = charge.wallet_id and posting.amount = charge.amount)`,
  "a transfer that succeeded stands in the ledger with its amount": `
    select transfer.id as subject from transfers transfer
    where transfer.succeeded_at is not null and not exists (
      select from ledger_entries entry
        join postings posting on posting.entry_id = entry.id
        join accounts account on account.id = posting.account_id
      where entry.kind = 'transfer' and entry.reference = transfer.id
        and account.wallet_id = transfer.wallet_id and posting.amount = -transfer.amount)`,
  "a refund that succeeded stands in the ledger with its amount": `
    select refund.id as subject from refunds refund
    where refund.status = 'succeeded' and not exists (
      select from ledger_entries entry
        join postings posting on posting.entry_id = entry.id
        join accounts account on account.id = posting.account_id
      where entry.kind = 'refund' and entry.reference = refund.id
        and account.wallet_id = refund.wallet_id and posting.amount = -refund.amount)`,
};

/** The most rows that one rule reports. */
const violationsMax = 100;

/** Proves the invariants over the whole database, all in one snapshot. */
export function checkLedger(db: Kysely<Schema>): Promise<LedgerReport> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (trx) => {
      await sql`set local statement_timeout = 0`.execute(trx);
      const violations = [];
      for (const [rule, query] of Object.entries(rules)) {
        const { rows } = await sql<{ subject: string }>`
          ${sql.raw(query)} limit ${violationsMax}`.execute(trx);
        violations.push(...rows.map(({ subject }) => ({ rule, subject })));
      }
      const checked = await countRows(trx);
      return { ok: violations.length === 0, checked, violations };
    });
}

async function countRows(db: Kysely<Schema>): Promise<LedgerReport["checked"]> {
  const { rows } = await sql<LedgerReport["checked"]>`select
    (select count(*) from ledger_entries) as entries,
    (select count(*) from postings) as postings,
    (select count(*) from accounts) as accounts`.execute(db);
  const [counts] = rows;
  if (counts === undefined) throw new Error("a count answered no row");
  return counts;
}
