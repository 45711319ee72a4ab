-- What operators look at: written behind the work itself, so that a crash loses the last of it.

-- Calls to payment channels, by our number of the order, refund or transfer. Pruned.
create table channel_calls (
  number bigint generated always as identity primary key,
  -- When it began.
  at timestamptz not null,
  -- Whom it was made for; null when a worker made it.
  request_id text,
  channel text not null,
  operation text not null,
  no text not null,
  outcome text not null,
  -- The registry key of what was refused or is unknown.
  key text,
  -- The channel's own words.
  said text,
  is_unforeseen boolean not null,
  duration_ms real not null
);
create index channel_calls_of_no on channel_calls (no, number);
create index channel_calls_at on channel_calls using brin (at);

-- How often each code was answered by operations of the API; 0 is success.
create table code_counts (
  minute timestamptz not null,
  code integer not null,
  total bigint not null,
  primary key (minute, code)
) with (fillfactor = 80);

-- By which the history of one object is found, and what is open among all.
create index events_of_resource on events (resource_id);
create index notifications_of_no on notifications (no);
create index refunds_unresolved on refunds (id) where status in ('pending', 'wait_operation');
create index transfers_unresolved on transfers (id) where status in ('pending', 'wait_operation');
