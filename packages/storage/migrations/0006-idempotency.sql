-- What came of each Idempotency-Key. Nobody holds a row lock while the work is done: who has
-- the key is told by locked_until, and the attempt fences off whoever comes back too late.
create table idempotency_keys (
  merchant_id text not null references merchants,
  key text not null check (length(key) between 1 and 255),
  operation text not null,
  content_sha256 bytea not null check (length(content_sha256) = 32),
  -- The ids of what the work makes come from here, so that doing it again makes nothing new.
  seed text not null,
  attempt integer not null default 1,
  locked_until timestamptz not null,
  answer text,
  created_at timestamptz not null default now(),
  primary key (merchant_id, key)
) with (fillfactor = 80);
create index idempotency_keys_age on idempotency_keys (created_at);
