-- How many rows each list has. A list's rows are numbered 1, 2, 3 … without a gap, so that any
-- page is an index range and the total is one row, whatever the list's length.
create table list_sizes (
  owner text not null,
  list text not null,
  total bigint not null check (total > 0),
  primary key (owner, list)
) with (fillfactor = 50);

create function next_position(of_owner text, of_list text) returns bigint
language sql as $$
  insert into list_sizes as sizes (owner, list, total) values (of_owner, of_list, 1)
  on conflict (owner, list) do update set total = sizes.total + 1
  returning total
$$;

create table wallets (
  id text primary key,
  merchant_id text not null references merchants,
  type text not null check (type in ('merchant', 'user')),
  name text check (length(name) between 1 and 128),
  status text not null default 'active' check (status in ('active', 'disabled')),
  -- Its place in the merchant's list of user wallets.
  position bigint,
  created_at timestamptz not null default now(),
  constraint wallets_position check ((type = 'user') = (position is not null)),
  -- For foreign keys that keep every row of one merchant with that merchant.
  unique (id, merchant_id),
  unique (merchant_id, position)
);
create unique index wallets_one_merchant_wallet on wallets (merchant_id) where type = 'merchant';
