-- An entry is written behind the locks of its accounts, so that with the clock of that moment an
-- account's postings stand in the order of their entries' times.
alter table ledger_entries alter column created_at set default clock_timestamp();

-- The balance of an account at a moment, from its postings alone: finds the last posting that is
-- not younger by halving, some twenty steps for a million postings.
create function balance_at(of_account bigint, moment timestamptz) returns bigint
language plpgsql stable as $$
declare
  low bigint := 0;
  high bigint;
  middle bigint;
  written timestamptz;
begin
  select coalesce(max(position), 0) into high from postings where account_id = of_account;
  while low < high loop
    middle := (low + high + 1) / 2;
    select entry.created_at into written
      from postings posting join ledger_entries entry on entry.id = posting.entry_id
      where posting.account_id = of_account and posting.position = middle;
    if written <= moment then low := middle; else high := middle - 1; end if;
  end loop;
  return coalesce(
    (select balance_after from postings where account_id = of_account and position = low), 0);
end $$;
