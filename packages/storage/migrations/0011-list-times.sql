-- A row takes its place in a list behind the list's lock, and with the clock of that moment the
-- rows of a list stand in the order of their times. (position comes before created_at in each
-- table, and a row's values are computed in that order.)
alter table wallets alter column created_at set default clock_timestamp();
alter table charges alter column created_at set default clock_timestamp();
alter table refunds alter column created_at set default clock_timestamp();
alter table transfers alter column created_at set default clock_timestamp();
alter table withdrawals alter column created_at set default clock_timestamp();

-- How many rows of a list are older than a moment, by halving: rows are numbered without a gap.
create function rows_before(
  of_table text, owner_column text, position_column text, of_owner anyelement, total bigint,
  moment timestamptz
) returns bigint
language plpgsql stable as $$
declare
  low bigint := 0;
  high bigint := total;
  middle bigint;
  made timestamptz;
begin
  while low < high loop
    middle := (low + high + 1) / 2;
    execute format('select created_at from %I where %I = $1 and %I = $2',
      of_table, owner_column, position_column) into made using of_owner, middle;
    if made < moment then low := middle; else high := middle - 1; end if;
  end loop;
  return low;
end $$;

-- Lists whose rows have their places in more than one column, or in another table.
create view transfer_places as
  select wallet_id as owner, position, created_at from transfers
  union all
  select to_wallet_id, to_position, created_at from transfers where to_wallet_id is not null;
create view posting_places as
  select posting.account_id as owner, posting.position, entry.created_at
  from postings posting join ledger_entries entry on entry.id = posting.entry_id;
