-- What goes through payment channels, of every noun; booked_at is null until it has happened.
create view channel_movements as
  select id, merchant_id, channel, amount, currency, created_at, paid_at as booked_at,
    'payment' as kind
  from charges where channel <> 'balance'
  union all
  select id, merchant_id, channel, amount, currency, created_at, paid_at, 'payment'
  from recharges
  union all
  select id, merchant_id, channel, amount, currency, created_at, succeeded_at, 'refund'
  from refunds where channel <> 'balance'
  union all
  select id, merchant_id, channel, amount, currency, created_at, succeeded_at, 'transfer'
  from transfers where channel <> 'balance'
  union all
  select id, merchant_id, channel, amount, currency, created_at, sent_at, 'red_envelope'
  from red_envelopes;

-- A day of ours.
create index charges_booked on charges (merchant_id, channel, paid_at)
  where channel <> 'balance' and paid_at is not null;
create index recharges_booked on recharges (merchant_id, channel, paid_at)
  where paid_at is not null;
create index refunds_booked on refunds (merchant_id, channel, succeeded_at)
  where channel <> 'balance' and succeeded_at is not null;
create index transfers_booked on transfers (merchant_id, channel, succeeded_at)
  where channel <> 'balance' and succeeded_at is not null;
create index red_envelopes_booked on red_envelopes (merchant_id, channel, sent_at)
  where sent_at is not null;

-- A day (of UTC+8) of a channel's own records, as it was fetched.
create table statements (
  id bigint generated always as identity primary key,
  merchant_id text not null references merchants,
  channel text not null check (channel in ('alipay', 'wechat')),
  date date not null,
  fetched_at timestamptz not null,
  total bigint not null default 0 check (total >= 0),
  constraint statements_day unique (merchant_id, channel, date),
  unique (id, merchant_id)
);

-- What the channel has, then what we have of the day and the channel does not, numbered without a
-- gap. What we have is not copied: it is read from where it is booked.
create table statement_entries (
  statement_id bigint not null,
  position bigint not null check (position > 0),
  merchant_id text not null,
  kind text not null check (kind in ('payment', 'refund', 'transfer', 'red_envelope')),
  -- Of the merchant's own object; null where the channel's number is none of ours.
  id text,
  no text,
  transaction_id text,
  amount bigint check (amount between 0 and 9007199254740991),
  currency text,
  occurred_at timestamptz,
  primary key (statement_id, position),
  constraint statement_entries_sides check (
    num_nulls(no, transaction_id, amount, currency, occurred_at) = 0
    or num_nonnulls(no, transaction_id, amount, currency, occurred_at) = 0 and id is not null),
  foreign key (statement_id, merchant_id) references statements (id, merchant_id)
);
-- The channel's records of an object, whatever the day.
create index statement_entries_id on statement_entries (id, occurred_at)
  where occurred_at is not null and id is not null;
