-- What held by row holds by statement: the postings that one statement books move each account
-- once, and are checked together.

-- Postings now come with their places and the balances behind them, which apply_postings verifies.
-- Where they come without, as from a replica of the version before, each moves its account at once.
drop trigger apply_posting on postings;
create trigger apply_posting before insert on postings
  for each row when (new.position is null) execute function apply_posting();

-- The one place, with the one above, that changes a balance.
create function apply_postings() returns trigger language plpgsql as $$
declare
  wrong record;
begin
  -- Accounts that stand at their last new posting were moved by row.
  update accounts set posted = posted + own.moved, version = own.last
    from (
      select account_id, sum(amount) as moved, min(position) as first, max(position) as last
      from new_postings group by account_id
    ) as own
    where id = own.account_id and version = own.first - 1;

  -- The sum of the postings from the end back to each is what its balance still lacks.
  select line.account_id, line.position, line.balance_after,
      case
        when line.position <> account.version + 1 - line.place
          or line.balance_after <> account.posted - line.later then 'postings_next'
        when line.balance_after > 9007199254740991 then 'no_overflow'
        else 'no_overdraft'
      end as constraint_name
    into wrong
    from (
      select account_id, position, balance_after, row_number() over behind as place,
        sum(amount) over behind - amount as later
      from new_postings window behind as (partition by account_id order by position desc)
    ) as line
    join accounts as account on account.id = line.account_id
    where line.position <> account.version + 1 - line.place
      or line.balance_after <> account.posted - line.later
      or account.guarded
        and line.balance_after not between account.held and 9007199254740991
    limit 1;
  if found then
    raise exception 'account % cannot have posting % with balance % behind it',
      wrong.account_id, wrong.position, wrong.balance_after
      using errcode = 'check_violation', table = 'postings', constraint = wrong.constraint_name;
  end if;
  return null;
end $$;
create trigger apply_postings after insert on postings referencing new table as new_postings
  for each statement execute function apply_postings();

-- An entry comes with all of its postings in one statement, and gets no more.
drop trigger postings_balance on postings;
drop trigger entries_balance on ledger_entries;

create or replace function refuse_unbalanced() returns trigger language plpgsql as $$
declare
  wrong record;
begin
  select entry_id, count(*) as lines, sum(amount) as total into wrong
    from new_postings group by entry_id having count(*) < 2 or sum(amount) <> 0 limit 1;
  if found then
    raise exception 'ledger entry % gets % postings with sum %',
      wrong.entry_id, wrong.lines, wrong.total
      using errcode = 'check_violation', constraint = 'entries_balance';
  end if;
  return null;
end $$;
create trigger postings_balance after insert on postings referencing new table as new_postings
  for each statement execute function refuse_unbalanced();

create function refuse_empty() returns trigger language plpgsql as $$
declare
  wrong bigint;
begin
  select id into wrong from new_entries as entry
    where not exists (select from postings where entry_id = entry.id) limit 1;
  if found then
    raise exception 'ledger entry % has no postings', wrong
      using errcode = 'check_violation', constraint = 'entries_balance';
  end if;
  return null;
end $$;
create trigger entries_balance after insert on ledger_entries referencing new table as new_entries
  for each statement execute function refuse_empty();
