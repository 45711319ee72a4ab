import { DatabaseSync } from "node:sqlite";

// Amounts are fen. The constraints are the sandbox's own conscience: no number moves money twice,
// nothing is refunded above what was paid, no merchant spends what it does not have.
const schema = `
create table if not exists settings (name text primary key, value text not null) strict;
create table if not exists accounts (
  channel text not null,
  merchant_id text not null,
  app_id text not null,
  keys text not null,
  balance integer not null check (balance >= 0),
  primary key (channel, merchant_id),
  unique (channel, app_id)
) strict;
create table if not exists payments (
  channel text not null,
  merchant_id text not null,
  no text not null,
  transaction_id text not null unique,
  app_id text not null,
  method text not null,
  amount integer not null check (amount > 0),
  refunded integer not null default 0 check (refunded between 0 and amount),
  state text not null check (state in ('open', 'paid', 'closed')),
  subject text not null,
  payer text,
  notify_url text,
  details text not null,
  created_at text not null,
  expires_at text,
  paid_at text,
  closed_at text,
  primary key (channel, merchant_id, no),
  foreign key (channel, merchant_id) references accounts,
  check (refunded = 0 or paid_at is not null)
) strict;
create table if not exists refunds (
  channel text not null,
  merchant_id text not null,
  payment_no text not null,
  no text not null,
  refund_id text not null unique,
  amount integer not null check (amount > 0),
  state text not null check (state in ('processing', 'succeeded', 'failed', 'closed', 'abnormal')),
  reason text,
  notify_url text,
  details text not null,
  created_at text not null,
  settled_at text,
  primary key (channel, merchant_id, payment_no, no),
  foreign key (channel, merchant_id, payment_no) references payments
) strict;
create table if not exists payouts (
  channel text not null,
  merchant_id text not null,
  kind text not null check (kind in ('transfer', 'red_envelope')),
  no text not null,
  payout_id text not null unique,
  app_id text not null,
  amount integer not null check (amount > 0),
  returned integer not null default 0 check (returned between 0 and amount),
  state text not null
    check (state in ('waiting', 'processing', 'succeeded', 'failed', 'sent', 'received', 'returned')),
  payee text not null,
  payee_name text,
  reason text,
  notify_url text,
  details text not null,
  created_at text not null,
  settled_at text,
  primary key (channel, merchant_id, kind, no),
  foreign key (channel, merchant_id) references accounts
) strict;
create table if not exists movements (
  id integer primary key,
  channel text not null,
  merchant_id text not null,
  kind text not null,
  order_no text not null,
  no text not null,
  transaction_id text not null,
  amount integer not null check (amount <> 0),
  balance integer not null,
  other_account text,
  occurred_at text not null,
  unique (channel, merchant_id, kind, order_no, no),
  foreign key (channel, merchant_id) references accounts
) strict;
`;

/** Opens the books, in memory where no file is named. */
export function openDatabase(file: string | undefined): DatabaseSync {
  const database = new DatabaseSync(file ?? ":memory:");
  database.exec(`pragma foreign_keys = on; pragma journal_mode = wal; ${schema}`);
  return database;
}
