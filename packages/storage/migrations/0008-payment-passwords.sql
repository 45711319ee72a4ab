alter table wallets add column has_payment_password boolean not null default false;

create table payment_passwords (
  wallet_id text primary key,
  merchant_id text not null,
  hash text not null,
  tries_left integer not null check (tries_left >= 0),
  tried_at timestamptz,
  foreign key (wallet_id, merchant_id) references wallets (id, merchant_id)
);

create table random_keys (
  id text primary key,
  merchant_id text not null,
  wallet_id text not null,
  random_key text not null,
  expires_at timestamptz not null default now() + interval '5 minutes',
  used_at timestamptz,
  foreign key (wallet_id, merchant_id) references wallets (id, merchant_id)
);
create index random_keys_age on random_keys (expires_at);
