-- Where merchants have their events sent to.
create table webhook_endpoints (
  id text primary key,
  merchant_id text not null references merchants,
  wallet_id text not null,
  url text not null check (length(url) <= 2048),
  -- What is sent; null is everything.
  event_types text[] check (cardinality(event_types) > 0),
  description text,
  -- The secrets that sign, the newest first, each with its end.
  secrets_sealed text not null,
  status text not null default 'active' check (status in ('active', 'disabled')),
  disabled_reason text check (disabled_reason in ('requested', 'gone', 'gave_up')),
  disabled_at timestamptz,
  position bigint not null,
  created_at timestamptz not null default clock_timestamp(),
  constraint webhook_endpoints_disabled check (
    (status = 'disabled') = (disabled_reason is not null)
    and (status = 'disabled') = (disabled_at is not null)),
  unique (wallet_id, position),
  foreign key (wallet_id, merchant_id) references wallets (id, merchant_id)
);
create index webhook_endpoints_active on webhook_endpoints (merchant_id) where status = 'active';
create index webhook_endpoints_by_status on webhook_endpoints (wallet_id, status, position);

-- One for each event and endpoint, written with the event itself.
create table webhook_deliveries (
  id text primary key default 'whd_' || replace(gen_random_uuid()::text, '-', ''),
  -- Events of one resource are written one behind the other, so that this is their order.
  number bigint generated always as identity,
  merchant_id text not null references merchants,
  endpoint_id text not null references webhook_endpoints,
  event_id text not null references events,
  resource_id text not null,
  status text not null default 'pending' check (status in ('pending', 'delivered', 'given_up')),
  -- How often it was taken for sending since it was last to be sent anew.
  tries integer not null default 0,
  -- When it may be taken; whoever takes it moves this behind its own time limit.
  next_at timestamptz not null default clock_timestamp(),
  created_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  constraint webhook_deliveries_ended check ((status = 'pending') = (ended_at is null)),
  unique (endpoint_id, event_id)
) with (fillfactor = 80);
create index webhook_deliveries_due on webhook_deliveries (endpoint_id, next_at)
  where status = 'pending';
create index webhook_deliveries_in_order on webhook_deliveries (endpoint_id, resource_id, number)
  where status = 'pending';
create index webhook_deliveries_of_endpoint on webhook_deliveries (endpoint_id, number);
create index webhook_deliveries_of_event on webhook_deliveries (event_id);
create index webhook_deliveries_ended on webhook_deliveries (ended_at) where status <> 'pending';

-- Each time that something was sent: what the endpoint answered, or why it did not.
create table webhook_attempts (
  delivery_id text not null references webhook_deliveries on delete cascade,
  at timestamptz not null default clock_timestamp(),
  status integer,
  error text,
  duration_ms integer not null,
  check ((status is null) = (error is not null))
);
create index webhook_attempts_of_delivery on webhook_attempts (delivery_id, at);

insert into state_steps values
  ('webhook_endpoints', 'active', 'disabled'), ('webhook_endpoints', 'disabled', 'active'),
  ('webhook_deliveries', 'pending', 'delivered'), ('webhook_deliveries', 'pending', 'given_up'),
  ('webhook_deliveries', 'delivered', 'pending'), ('webhook_deliveries', 'given_up', 'pending');
create trigger webhook_endpoints_steps before update on webhook_endpoints
  for each row when (old.status <> new.status) execute function refuse_step();
create trigger webhook_deliveries_steps before update on webhook_deliveries
  for each row when (old.status <> new.status) execute function refuse_step();

create or replace view list_places as
  select 'wallets' as list, merchant_id as owner, position, status
    from wallets where position is not null
  union all select 'recharges', wallet_id, position, status from recharges
  union all select 'charges', wallet_id, position, status from charges
  union all select 'charges', payer_wallet_id, payer_position, status
    from charges where payer_wallet_id is not null
  union all select 'refunds', wallet_id, position, status from refunds
  union all select 'refunds', payer_wallet_id, payer_position, status
    from refunds where payer_wallet_id is not null
  union all select 'transfers', wallet_id, position, status from transfers
  union all select 'transfers', to_wallet_id, to_position, status
    from transfers where to_wallet_id is not null
  union all select 'red_envelopes', wallet_id, position, status from red_envelopes
  union all select 'settles', wallet_id, position, status from settle_bindings
  union all select 'withdrawals', wallet_id, position, status from withdrawals
  union all select 'webhook_endpoints', wallet_id, position, status from webhook_endpoints;
create trigger note_state after insert or update of status on webhook_endpoints
  for each row execute function note_state('webhook_endpoints', 'wallet_id', 'position');
create constraint trigger count_states after insert or update of status on webhook_endpoints
  deferrable initially deferred for each row execute function count_states();

-- Answers are sealed, for some hold a secret; what begins so is read as it stands.
alter table idempotency_keys rename column answer to answer_sealed;
update idempotency_keys set answer_sealed = 'plain.' || answer_sealed
  where answer_sealed is not null;
