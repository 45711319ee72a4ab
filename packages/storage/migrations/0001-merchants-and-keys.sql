create table merchants (
  id text primary key,
  name text not null check (length(name) between 1 and 128),
  mode text not null check (mode in ('test', 'live')),
  created_at timestamptz not null default now(),
  unique (name, mode)
);

-- Of a key only its digest is kept: who reads this table can sign in as nobody.
create table api_keys (
  id text primary key,
  merchant_id text not null references merchants,
  key_sha256 bytea not null unique check (length(key_sha256) = 32),
  created_at timestamptz not null default now(),
  revoked_at timestamptz
);
create index api_keys_merchant on api_keys (merchant_id);

create table audit_log (
  id bigint generated always as identity primary key,
  at timestamptz not null default now(),
  actor text not null,
  action text not null,
  subject text not null,
  detail jsonb not null
);
