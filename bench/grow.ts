import type { TrialMerchant } from "@purse/purse";
import type { Cluster } from "@purse/test-postgres";

/**
 * Puts so many postings into the books of a fresh database: charges of one fen by balance, each with
 * its entry and its event. Half of them pay the first merchant. No trigger runs: what triggers keep
 * is written here, and the ledger check says whether it is right.
 */
export async function grow(
  cluster: Cluster,
  database: string,
  merchants: readonly TrialMerchant[],
  postings: number,
): Promise<void> {
  const [first, ...others] = merchants;
  if (first === undefined) throw new Error("no merchant");
  const pairsOf = ({ merchant_wallet_id, user_wallet_ids }: TrialMerchant) =>
    user_wallet_ids.map((payer) => ({ wallet: merchant_wallet_id, payer }));
  const pairs = others.flatMap((other) => [...pairsOf(first), ...pairsOf(other)]);
  const run = async (sql: string, values: unknown[] = []) => {
    await cluster.query(database, sql, values);
  };
  await run(accounts);
  await run(made, [JSON.stringify(pairs), postings / 2]);
  for (const statement of [charges, entries, movedMoney, events, ...counters]) {
    await run(`set session_replication_role = replica; set work_mem = '512MB'; ${statement}`);
  }
  await run("drop table made");
  await run("vacuum analyze");
  await run("checkpoint");
}

/** Of those that nobody has paid yet. */
const accounts = `insert into accounts (merchant_id, wallet_id, role, currency)
  select merchant_id, id, 'wallet', 'CNY' from wallets where type = 'merchant'`;

/** Who pays whom in which charge, with its places in the lists of both. */
const made = `create table made as
  with pair as (
    select number, payee.merchant_id, payee.wallet_id as wallet, payee.id as account,
      payer.wallet_id as payer, payer.id as payer_account
    from rows from (jsonb_to_recordset($1::jsonb) as (wallet text, payer text))
        with ordinality as given (wallet, payer, number)
      join accounts payer on payer.wallet_id = given.payer
      join accounts payee on payee.wallet_id = given.wallet
  )
  select n, 'chg_' || lpad(to_hex(n), 32, '0') as id, pair.*,
    n + (select coalesce(max(id), 0) from ledger_entries) as entry_id,
    row_number() over (partition by wallet order by n) as position,
    row_number() over (partition by payer order by n) as payer_position,
    now() - ($2::bigint - n) * interval '1 millisecond' as at
  from generate_series(1, $2::bigint) as n
    join pair on pair.number = 1 + n % (select count(*) from pair)
  order by n`;

const charges = `insert into charges (id, merchant_id, wallet_id, payer_wallet_id, channel, order_no,
    amount, currency, status, position, payer_position, created_at, paid_at)
  select id, merchant_id, wallet, payer, 'balance', 'grown-' || lpad(n::text, 9, '0'),
    1, 'CNY', 'paid', position, payer_position, at, at from made order by n`;

const entries = `insert into ledger_entries (id, merchant_id, kind, reference, currency, created_at)
    overriding system value
  select entry_id, merchant_id, 'charge', id, 'CNY', at from made order by n;
  select setval(pg_get_serial_sequence('ledger_entries', 'id'), max(entry_id)) from made`;

const movedMoney = `insert into postings
  select made.entry_id, line.account_id, made.merchant_id, 'CNY', line.amount,
    account.version + line.nth, account.posted + line.nth * line.amount
  from made
    cross join lateral (values (made.account, 1, made.position),
      (made.payer_account, -1, made.payer_position)) as line (account_id, amount, nth)
    join accounts account on account.id = line.account_id;
  update accounts set version = last.position, posted = last.balance_after
  from postings last
  where last.account_id = accounts.id
    and last.position = (select max(position) from postings where account_id = accounts.id)`;

const events = `insert into events (merchant_id, wallet_id, type, resource, resource_id, data, position,
    created_at)
  select merchant_id, wallet, 'charge.paid', 'charge', id, '{}', position, at from made order by n`;

const counters = [
  `insert into list_sizes (owner, list, total)
    select wallet, list, max(position) from made
      cross join (values ('charges'), ('events')) as of (list) group by 1, 2
    union all select payer, 'charges', max(payer_position) from made group by 1`,
  `insert into list_states (owner, list, status, block, total)
    select owner, list, status, (position - 1) / 1024, count(*)
    from list_places where list = 'charges' group by 1, 2, 3, 4`,
];
