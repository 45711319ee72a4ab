import type { Query, Violation } from "./violation.ts";

// What must be true of the books at every moment, said again here, apart from the product's own check.

/** Each answers the rows that break it; $1 has the merchants' ids. */
const rules: Readonly<Record<string, string>> = {
  "an entry's postings sum to zero and are two or more": `
    select entry.id from ledger_entries entry
      left join postings posting on posting.entry_id = entry.id
    where entry.merchant_id = any($1)
    group by entry.id having count(posting.amount) < 2 or sum(posting.amount) <> 0`,
  "all postings of a currency sum to zero": `
    select currency as id from postings where merchant_id = any($1)
    group by currency having sum(amount) <> 0`,
  "an account has what its postings come to": `
    select account.id from accounts account where merchant_id = any($1)
      and posted <> (select coalesce(sum(amount), 0) from postings where account_id = account.id)`,
  "an account's postings are numbered without a gap": `
    select account.id from accounts account where merchant_id = any($1)
      and exists (select from postings where account_id = account.id
        having count(*) <> version or coalesce(max(position), 0) <> version)`,
  "an account holds what its open holds come to": `
    select account.id from accounts account where merchant_id = any($1)
      and held <> (select coalesce(sum(amount), 0) from holds
        where account_id = account.id and state = 'pending')`,
  "no wallet has less than nothing available": `
    select id from accounts where merchant_id = any($1)
      and role = 'wallet' and (posted - held < 0 or held < 0)`,
  "one thing is booked once": `
    select kind || ' ' || reference as id from ledger_entries where merchant_id = any($1)
    group by kind, reference having count(*) > 1`,
  "a number stands for one thing": `
    select noun || ' ' || no as id from (
      select 'charge' as noun, merchant_id, order_no as no from charges
      union all select 'recharge', merchant_id, order_no from recharges
      union all select 'refund', merchant_id, refund_no from refunds
      union all select 'transfer', merchant_id, transfer_no from transfers
      union all select 'red envelope', merchant_id, red_envelope_no from red_envelopes
      union all select 'withdrawal', merchant_id, withdrawal_no from withdrawals
    ) as numbered where merchant_id = any($1)
    group by noun, merchant_id, no having count(*) > 1`,
  "no more is refunded than was paid": `
    select charge.id from charges charge where merchant_id = any($1) and (
      amount_refunded + amount_refunding > amount
      or amount < (select coalesce(sum(amount), 0) from refunds where charge_id = charge.id
        and status in ('pending', 'wait_operation', 'succeeded'))
      or amount_refunded <> (select coalesce(sum(amount), 0) from refunds
        where charge_id = charge.id and status = 'succeeded'))`,
  "what is booked has happened, and what happened is booked, with its amount and its wallet": `
    with happened as (
      select 'charge' as kind, id, wallet_id, amount from charges where paid_at is not null
      union all select 'fee', id, wallet_id, -fee from charges where paid_at is not null and fee > 0
      union all select 'charge', id, payer_wallet_id, -amount from charges
        where paid_at is not null and payer_wallet_id is not null
      union all select 'recharge', id, wallet_id, amount from recharges where status = 'paid'
      union all select 'refund', id, wallet_id, -amount from refunds where status = 'succeeded'
      union all select 'refund', id, payer_wallet_id, amount from refunds
        where status = 'succeeded' and payer_wallet_id is not null
      union all select 'transfer', id, wallet_id, -amount from transfers where status = 'succeeded'
      union all select 'transfer', id, to_wallet_id, amount from transfers
        where status = 'succeeded' and to_wallet_id is not null
      union all select 'red_envelope', id, wallet_id, -amount from red_envelopes
        where status in ('sent', 'received', 'returned')
      union all select 'red_envelope_return', id, wallet_id, amount_returned from red_envelopes
        where status = 'returned'
      union all select 'withdrawal', id, wallet_id, -amount from withdrawals
        where status = 'succeeded'
    ), booked as (
      select entry.kind, entry.reference as id, account.wallet_id, posting.amount
      from ledger_entries entry join postings posting on posting.entry_id = entry.id
        join accounts account on account.id = posting.account_id
      where account.wallet_id is not null and entry.kind <> 'adjustment'
        and entry.merchant_id = any($1)
    ), mine as (
      select happened.* from happened join wallets on wallets.id = happened.wallet_id
      where wallets.merchant_id = any($1)
    )
    (select kind || ' ' || id || ' has happened' as id
      from (select * from mine except all select * from booked) as missing)
    union all (select kind || ' ' || id || ' is booked' as id
      from (select * from booked except all select * from mine) as more)`,
  "money is held for what is open, and for nothing else": `
    with open as (
      select id, amount from withdrawals where merchant_id = any($1) and status = 'pending'
      union all select id, amount from refunds where merchant_id = any($1)
        and channel <> 'balance' and status in ('pending', 'wait_operation')
      union all select id, amount from transfers where merchant_id = any($1)
        and status in ('pending', 'wait_operation')
      union all select id, amount from red_envelopes where merchant_id = any($1)
        and status = 'pending'
    ), held as (
      select reference as id, amount from holds where merchant_id = any($1) and state = 'pending'
    )
    (select id from (select * from open except all select * from held) as unheld)
    union all (select id from (select * from held except all select * from open) as loose)`,
  "what goes out through a channel was held first": `
    select id from (
      select id, merchant_id from withdrawals
      union all select id, merchant_id from refunds where channel <> 'balance'
      union all select id, merchant_id from transfers where channel <> 'balance'
      union all select id, merchant_id from red_envelopes
    ) as outgoing where merchant_id = any($1)
      and not exists (select from holds where reference = outgoing.id)`,
};

export async function checkLedger(
  query: Query,
  merchantIds: readonly string[],
): Promise<Violation[]> {
  const found: Violation[] = [];
  for (const [rule, sql] of Object.entries(rules)) {
    const rows = await query(sql, [merchantIds]);
    found.push(...rows.map(({ id }) => ({ rule, subject: String(id) })));
  }
  return found;
}
