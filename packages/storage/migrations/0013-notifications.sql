-- What payment channels told of their own accord, once verified: how often, and what came of it the
-- last time, `applied` or the key of the code that it was refused with.
create table notifications (
  merchant_id text not null references merchants,
  channel text not null check (channel in ('alipay', 'wechat')),
  notify_id text not null check (length(notify_id) between 1 and 128),
  kind text not null check (kind in ('payment', 'refund', 'transfer')),
  no text not null,
  verdict text not null,
  times bigint not null default 1,
  first_at timestamptz not null default clock_timestamp(),
  last_at timestamptz not null default clock_timestamp(),
  primary key (merchant_id, channel, notify_id)
) with (fillfactor = 80);
create index notifications_refused on notifications (last_at) where verdict <> 'applied';
