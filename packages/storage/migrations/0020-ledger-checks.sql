-- What each check of the ledger came to.
create table ledger_checks (
  number bigint generated always as identity primary key,
  at timestamptz not null default now(),
  entries bigint not null,
  postings bigint not null,
  accounts bigint not null,
  violations integer not null
);

-- What is open at a channel, of all merchants: few rows of many.
create index charges_open on charges (created_at) where status = 'created';
create index recharges_open on recharges (created_at) where status = 'created';
create index refunds_open on refunds (created_at) where status = 'pending';
create index transfers_open on transfers (created_at) where status = 'pending';
create index red_envelopes_open on red_envelopes (created_at) where status = 'pending';
create index withdrawals_open on withdrawals (created_at) where status = 'pending';
