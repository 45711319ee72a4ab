-- A merchant's accounts at payment channels, of which it has one each.
create table channel_accounts (
  merchant_id text not null references merchants,
  channel text not null check (channel in ('alipay', 'wechat')),
  wallet_id text not null,
  parameters jsonb not null,
  fee_bps integer not null check (fee_bps between 0 and 1000),
  updated_at timestamptz not null default now(),
  primary key (merchant_id, channel),
  foreign key (wallet_id, merchant_id) references wallets (id, merchant_id)
);

-- The merchant's money at a channel (below zero: the channel owes it), and what channels kept.
alter table accounts drop constraint accounts_role_check;
alter table accounts add constraint accounts_role_check
  check (role in ('wallet', 'adjustment', 'settlement', 'alipay', 'wechat', 'fee'));
alter table ledger_entries drop constraint ledger_entries_kind_check;
alter table ledger_entries add constraint ledger_entries_kind_check check (kind in (
  'charge', 'fee', 'refund', 'recharge', 'transfer', 'red_envelope', 'red_envelope_return',
  'withdrawal', 'adjustment'));

alter table charges
  add column method text check (method in ('qr', 'h5', 'jsapi')),
  add column payer_id text,
  add column action jsonb,
  add column channel_transaction_id text,
  add column failure jsonb,
  add column fee bigint not null default 0 check (fee between 0 and amount),
  -- Of the amount, what refunds hold whose outcome is open.
  add column amount_refunding bigint not null default 0 check (amount_refunding >= 0),
  add column expires_in integer,
  add column expires_at timestamptz,
  drop constraint refund_cap,
  add constraint refund_cap check (amount_refunded + amount_refunding <= amount),
  add constraint charges_refunding check (
    amount_refunding = 0 or status in ('paid', 'partly_refunded')),
  add constraint charges_by_channel check (
    (channel = 'balance') = (method is null) and (channel = 'balance') = (expires_at is null)),
  add constraint charges_failure check (failure is null or status = 'closed'),
  add constraint charges_channel_transaction unique (channel, channel_transaction_id);

create table recharges (
  id text primary key,
  merchant_id text not null references merchants,
  wallet_id text not null,
  channel text not null check (channel in ('alipay', 'wechat')),
  order_no text not null check (length(order_no) between 1 and 64),
  amount bigint not null check (amount between 1 and 9007199254740991),
  currency char(3) not null,
  status text not null check (status in ('created', 'waiting', 'paid', 'closed', 'expired')),
  subject text,
  method text not null check (method in ('qr', 'h5', 'jsapi')),
  payer_id text,
  action jsonb,
  channel_transaction_id text,
  failure jsonb,
  position bigint not null,
  created_at timestamptz not null default clock_timestamp(),
  expires_in integer not null,
  expires_at timestamptz not null,
  paid_at timestamptz,
  constraint recharges_order_no unique (merchant_id, order_no),
  constraint recharges_paid check ((status = 'paid') = (paid_at is not null)),
  constraint recharges_failure check (failure is null or status = 'closed'),
  constraint recharges_channel_transaction unique (channel, channel_transaction_id),
  unique (wallet_id, position),
  foreign key (wallet_id, merchant_id) references wallets (id, merchant_id)
) with (fillfactor = 80);

alter table refunds
  add column channel text not null default 'balance'
    check (channel in ('alipay', 'wechat', 'balance')),
  add column failure jsonb,
  add constraint refunds_failure check (
    (failure is not null) = (status in ('refused', 'failed', 'abnormal')));
alter table refunds alter column channel drop default;

alter table transfers
  add column to_account text,
  add column to_name text,
  add column action_url text,
  add column failure jsonb,
  drop constraint transfers_by_balance,
  add constraint transfers_receiver check (
    case channel when 'balance' then to_wallet_id is not null and to_account is null
      else to_wallet_id is null and to_account is not null end),
  add constraint transfers_failure check ((failure is not null) = (status = 'failed'));

create table red_envelopes (
  id text primary key,
  merchant_id text not null references merchants,
  wallet_id text not null,
  channel text not null check (channel in ('alipay', 'wechat')),
  red_envelope_no text not null check (length(red_envelope_no) between 1 and 64),
  to_account text not null,
  amount bigint not null check (amount between 1 and 9007199254740991),
  currency char(3) not null,
  amount_returned bigint not null default 0,
  greeting text not null,
  status text not null check (status in ('pending', 'sent', 'received', 'returned', 'failed')),
  failure jsonb,
  position bigint not null,
  created_at timestamptz not null default clock_timestamp(),
  sent_at timestamptz,
  ended_at timestamptz,
  constraint red_envelopes_no unique (merchant_id, red_envelope_no),
  constraint red_envelopes_sent check (
    (status in ('sent', 'received', 'returned')) = (sent_at is not null)),
  constraint red_envelopes_ended check (
    (status in ('received', 'returned')) = (ended_at is not null)),
  constraint red_envelopes_returned check (
    case status when 'returned' then amount_returned between 1 and amount
      else amount_returned = 0 end),
  constraint red_envelopes_failure check ((failure is not null) = (status = 'failed')),
  unique (wallet_id, position),
  foreign key (wallet_id, merchant_id) references wallets (id, merchant_id)
) with (fillfactor = 80);

-- What happened, written with the change itself.
create table events (
  id text primary key default 'evt_' || replace(gen_random_uuid()::text, '-', ''),
  merchant_id text not null references merchants,
  wallet_id text not null,
  type text not null,
  resource text not null,
  resource_id text not null,
  data jsonb not null,
  position bigint not null,
  created_at timestamptz not null default clock_timestamp(),
  unique (wallet_id, position),
  foreign key (wallet_id, merchant_id) references wallets (id, merchant_id)
);
create trigger events_immutable before update or delete or truncate on events
  for each statement execute function refuse_change();

-- The steps that states may take; a state without a row is an end. The tables of core's state
-- machines say the same, and a test holds the two together.
create table state_steps (
  noun text not null,
  from_state text not null,
  to_state text not null,
  primary key (noun, from_state, to_state)
);
insert into state_steps values
  ('charges', 'created', 'waiting'), ('charges', 'created', 'paid'),
  ('charges', 'created', 'closed'), ('charges', 'created', 'expired'),
  ('charges', 'waiting', 'paid'), ('charges', 'waiting', 'closed'),
  ('charges', 'waiting', 'expired'), ('charges', 'paid', 'partly_refunded'),
  ('charges', 'paid', 'refunded'), ('charges', 'partly_refunded', 'refunded'),
  ('recharges', 'created', 'waiting'), ('recharges', 'created', 'paid'),
  ('recharges', 'created', 'closed'), ('recharges', 'created', 'expired'),
  ('recharges', 'waiting', 'paid'), ('recharges', 'waiting', 'closed'),
  ('recharges', 'waiting', 'expired'),
  ('refunds', 'pending', 'wait_operation'), ('refunds', 'pending', 'succeeded'),
  ('refunds', 'pending', 'refused'), ('refunds', 'pending', 'failed'),
  ('refunds', 'pending', 'abnormal'), ('refunds', 'wait_operation', 'succeeded'),
  ('refunds', 'wait_operation', 'refused'), ('refunds', 'wait_operation', 'failed'),
  ('refunds', 'wait_operation', 'abnormal'),
  ('transfers', 'pending', 'wait_operation'), ('transfers', 'pending', 'succeeded'),
  ('transfers', 'pending', 'failed'), ('transfers', 'wait_operation', 'succeeded'),
  ('transfers', 'wait_operation', 'failed'),
  ('red_envelopes', 'pending', 'sent'), ('red_envelopes', 'pending', 'failed'),
  ('red_envelopes', 'sent', 'received'), ('red_envelopes', 'sent', 'returned'),
  ('settles', 'unverified', 'active'), ('settles', 'unverified', 'disabled'),
  ('settles', 'active', 'disabled'),
  ('withdrawals', 'pending', 'succeeded'), ('withdrawals', 'pending', 'failed'),
  ('wallets', 'active', 'disabled'), ('wallets', 'disabled', 'active');

create function refuse_step() returns trigger language plpgsql as $$
begin
  if not exists (select from state_steps where noun = tg_table_name
      and from_state = old.status and to_state = new.status) then
    raise exception '% %: no step from % to %', tg_table_name, old.id, old.status, new.status
      using errcode = 'check_violation', constraint = 'state_steps';
  end if;
  return new;
end $$;
create trigger charges_steps before update on charges
  for each row when (old.status <> new.status) execute function refuse_step();
create trigger recharges_steps before update on recharges
  for each row when (old.status <> new.status) execute function refuse_step();
create trigger refunds_steps before update on refunds
  for each row when (old.status <> new.status) execute function refuse_step();
create trigger transfers_steps before update on transfers
  for each row when (old.status <> new.status) execute function refuse_step();
create trigger red_envelopes_steps before update on red_envelopes
  for each row when (old.status <> new.status) execute function refuse_step();
create trigger settles_steps before update on settles
  for each row when (old.status <> new.status) execute function refuse_step();
create trigger withdrawals_steps before update on withdrawals
  for each row when (old.status <> new.status) execute function refuse_step();
create trigger wallets_steps before update on wallets
  for each row when (old.status <> new.status) execute function refuse_step();
