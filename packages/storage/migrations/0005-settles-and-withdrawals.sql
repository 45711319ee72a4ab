create table settles (
  id text primary key,
  merchant_id text not null references merchants,
  type text not null check (type in ('bank_account', 'alipay', 'wechat')),
  account_name text not null,
  account_no text not null,
  bank_name text,
  status text not null check (status in ('unverified', 'active', 'disabled')),
  created_at timestamptz not null default now(),
  unique (id, merchant_id)
);

create table settle_bindings (
  settle_id text not null,
  wallet_id text not null,
  merchant_id text not null,
  -- Its place in the wallet's list.
  position bigint not null,
  primary key (settle_id, wallet_id),
  unique (wallet_id, position),
  foreign key (settle_id, merchant_id) references settles (id, merchant_id),
  foreign key (wallet_id, merchant_id) references wallets (id, merchant_id)
);

create table withdrawals (
  id text primary key,
  merchant_id text not null references merchants,
  wallet_id text not null,
  settle_id text not null,
  withdrawal_no text not null check (length(withdrawal_no) between 1 and 64),
  amount bigint not null check (amount between 1 and 9007199254740991),
  currency char(3) not null,
  status text not null default 'pending' check (status in ('pending', 'succeeded', 'failed')),
  position bigint not null,
  created_at timestamptz not null default now(),
  resolved_at timestamptz,
  constraint withdrawals_withdrawal_no unique (merchant_id, withdrawal_no),
  constraint withdrawals_resolved check ((status = 'pending') = (resolved_at is null)),
  unique (wallet_id, position),
  foreign key (wallet_id, merchant_id) references wallets (id, merchant_id),
  -- Only to what the wallet is bound to.
  foreign key (settle_id, wallet_id) references settle_bindings (settle_id, wallet_id)
);
