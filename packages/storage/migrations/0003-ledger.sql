-- Balances. Wallet accounts are guarded: what is available never falls below zero. The other
-- accounts are the merchant's own (role says which) and may go either way.
create table accounts (
  id bigint generated always as identity primary key,
  merchant_id text not null references merchants,
  wallet_id text,
  role text not null check (role in ('wallet', 'adjustment', 'settlement')),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  posted bigint not null default 0,
  held bigint not null default 0 check (held >= 0),
  -- The number of postings so far; the last posting's position.
  version bigint not null default 0,
  guarded boolean not null generated always as (role = 'wallet') stored,
  constraint accounts_of_wallets check ((role = 'wallet') = (wallet_id is not null)),
  constraint no_overdraft check (role <> 'wallet' or posted - held >= 0),
  -- What a JSON number carries exactly.
  constraint no_overflow check (role <> 'wallet' or posted <= 9007199254740991),
  unique (id, merchant_id, currency),
  unique (wallet_id, currency),
  foreign key (wallet_id, merchant_id) references wallets (id, merchant_id)
) with (fillfactor = 50);
create unique index accounts_of_merchants on accounts (merchant_id, role, currency)
  where wallet_id is null;

create table ledger_entries (
  id bigint generated always as identity primary key,
  merchant_id text not null references merchants,
  kind text not null check (kind in ('charge', 'refund', 'transfer', 'withdrawal', 'adjustment')),
  reference text not null,
  currency char(3) not null,
  created_at timestamptz not null default now(),
  unique (id, merchant_id, currency),
  -- Whatever is retried, one event is booked once.
  unique (kind, reference)
);

create table postings (
  entry_id bigint not null,
  account_id bigint not null,
  merchant_id text not null,
  currency char(3) not null,
  amount bigint not null check (amount <> 0),
  -- The account's n-th posting, and its balance after it: set by the trigger below.
  position bigint not null,
  balance_after bigint not null,
  primary key (entry_id, account_id),
  unique (account_id, position),
  foreign key (entry_id, merchant_id, currency)
    references ledger_entries (id, merchant_id, currency),
  foreign key (account_id, merchant_id, currency) references accounts (id, merchant_id, currency)
);

-- The one place that changes a balance.
create function apply_posting() returns trigger language plpgsql as $$
begin
  update accounts set posted = posted + new.amount, version = version + 1
    where id = new.account_id
    returning version, posted into new.position, new.balance_after;
  return new;
end $$;
create trigger apply_posting before insert on postings
  for each row execute function apply_posting();

-- Money of a wallet that waits for an outcome. It counts as the wallet's until it is captured.
create table holds (
  reference text primary key,
  merchant_id text not null,
  account_id bigint not null,
  currency char(3) not null,
  amount bigint not null check (amount > 0),
  state text not null default 'pending' check (state in ('pending', 'captured', 'released')),
  created_at timestamptz not null default now(),
  ended_at timestamptz,
  constraint holds_end check ((state = 'pending') = (ended_at is null)),
  foreign key (account_id, merchant_id, currency) references accounts (id, merchant_id, currency)
);
create index holds_pending on holds (account_id) where state = 'pending';

-- The one place that changes what is held; an ended hold stays as it ended.
create function apply_hold() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' then
    update accounts set held = held + new.amount where id = new.account_id;
  elsif old.state <> 'pending' or new.state = 'pending'
    or (new.account_id, new.amount) is distinct from (old.account_id, old.amount) then
    raise exception 'hold % has ended or would change', old.reference
      using errcode = 'restrict_violation';
  else
    update accounts set held = held - old.amount where id = old.account_id;
  end if;
  return new;
end $$;
create trigger apply_hold before insert or update on holds
  for each row execute function apply_hold();

-- Checked when the transaction commits, for every entry made and every posting added.
create function refuse_unbalanced() returns trigger language plpgsql as $$
declare
  entry bigint;
  lines bigint;
  total numeric;
begin
  if tg_table_name = 'ledger_entries' then entry := new.id; else entry := new.entry_id; end if;
  select count(*), coalesce(sum(amount), 0) into lines, total
    from postings where entry_id = entry;
  if lines < 2 or total <> 0 then
    raise exception 'ledger entry % has % postings with sum %', entry, lines, total
      using errcode = 'check_violation', constraint = 'entries_balance';
  end if;
  return null;
end $$;

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

create constraint trigger entries_balance after insert on ledger_entries
  deferrable initially deferred for each row execute function refuse_unbalanced();
create constraint trigger postings_balance after insert on postings
  deferrable initially deferred for each row execute function refuse_unbalanced();
create trigger holds_kept before delete or truncate on holds
  for each statement execute function refuse_change();
create trigger entries_immutable before update or delete or truncate on ledger_entries
  for each statement execute function refuse_change();
create trigger postings_immutable before update or delete or truncate on postings
  for each statement execute function refuse_change();
create trigger audit_log_immutable before update or delete or truncate on audit_log
  for each statement execute function refuse_change();
