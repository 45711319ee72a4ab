-- A wallet whose books the last check of the ledger found broken: no movement of its money begins.
alter table wallets add column is_frozen boolean not null default false;
create index wallets_frozen on wallets (id) where is_frozen;

-- By how long it took the next check is planned; it no longer waits for the night.
alter table ledger_checks add column duration_ms bigint not null default 0;
do $$ begin
  if to_regclass('pgboss.schedule') is not null then
    delete from pgboss.schedule where name = 'check-ledger';
  end if;
end $$;
