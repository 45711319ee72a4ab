-- Rows that come in one statement are noted at once, and counted by one statement.

-- Notes what a row's new state means for the counters. The arguments are the list, and the columns
-- of owner and place of each party to the row.
create or replace function note_state() returns trigger language plpgsql as $$
declare
  noted text := nullif(current_setting('purse.noted_states', true), '');
  fields jsonb := to_jsonb(new);
  counter jsonb;
begin
  for party in 1 .. tg_nargs - 1 by 2 loop
    continue when fields ->> tg_argv[party + 1] is null;
    counter := jsonb_build_object('list', tg_argv[0], 'owner', fields -> tg_argv[party],
      'block', ((fields ->> tg_argv[party + 1])::bigint - 1) / 1024);
    noted := concat_ws(',', noted,
      counter || jsonb_build_object('status', new.status, 'change', 1),
      counter || jsonb_build_object('status', old.status, 'change', -1));
  end loop;
  perform set_config('purse.noted_states', noted, true);
  return null;
end $$;

-- Counts as before: when the transaction commits, behind all of its other locks, in one order.
create or replace function count_states() returns trigger language plpgsql as $$
declare
  noted text := current_setting('purse.noted_states', true);
  notes jsonb;
  counted record;
begin
  if noted is null or noted = '' then return null; end if;
  perform set_config('purse.noted_states', '', true);
  notes := ('[' || noted || ']')::jsonb;
  if not jsonb_path_exists(notes, '$[*] ? (@.change < 0)') then
    insert into list_states as states (owner, list, status, block, total)
      select owner, list, status, block, sum(change)
        from jsonb_to_recordset(notes)
          as note (owner text, list text, status text, block bigint, change integer)
        group by 1, 2, 3, 4 order by 1, 2, 3, 4
      on conflict (owner, list, status, block) do update set total = states.total + excluded.total;
    return null;
  end if;
  for counted in
    select owner, list, status, block, sum(change)::integer as change
    from jsonb_to_recordset(notes)
      as note (owner text, list text, status text, block bigint, change integer)
    group by 1, 2, 3, 4 having sum(change) <> 0 order by 1, 2, 3, 4
  loop
    update list_states set total = total + counted.change
      where owner = counted.owner and list = counted.list
        and status = counted.status and block = counted.block;
    if not found then
      insert into list_states as states
        values (counted.owner, counted.list, counted.status, counted.block, counted.change)
        on conflict (owner, list, status, block) do update
          set total = states.total + excluded.total;
    end if;
  end loop;
  return null;
end $$;

-- For each table a function that notes what new rows mean, one note a counter.
do $$
declare
  noting record;
begin
  for noting in
    select replace(tgrelid::regclass::text, '"', '') as of_table,
      string_to_array(rtrim(encode(tgargs, 'escape'), '\0'), '\000') as arguments
    from pg_trigger where tgname = 'note_state'
  loop
    execute format($create$
      create function %I() returns trigger language plpgsql as $function$
      declare
        noted text;
      begin
        select string_agg(jsonb_build_object('list', %L, 'owner', owner, 'status', status,
            'block', block, 'change', change)::text, ',')
          into noted from (
            select owner, status, (position - 1) / 1024 as block, count(*) as change
            from (%s) as party where position is not null group by 1, 2, 3
          ) as counted;
        perform set_config('purse.noted_states',
          concat_ws(',', nullif(current_setting('purse.noted_states', true), ''), noted), true);
        return null;
      end $function$ $create$,
      'note_new_' || noting.of_table,
      noting.arguments[1],
      (select string_agg(format('select %I as owner, %I as position, status from new_rows',
          noting.arguments[party], noting.arguments[party + 1]), ' union all ')
        from generate_series(2, cardinality(noting.arguments), 2) as party));
    execute format('create trigger note_new after insert on %I referencing new table as new_rows
      for each statement execute function %I()', noting.of_table, 'note_new_' || noting.of_table);
    execute format('drop trigger note_state on %I', noting.of_table);
    execute format('create trigger note_state after update of status on %I
      for each row execute function note_state(%s)', noting.of_table,
      (select string_agg(quote_literal(argument), ', ' order by number)
        from unnest(noting.arguments) with ordinality as given (argument, number)));
  end loop;
end $$;

-- What the wallets of these rows, and the accounts of an entry's postings, have to refer to anyway.
-- Each of these had every transaction lock its merchant's row once more.
alter table charges drop constraint charges_merchant_id_fkey;
alter table events drop constraint events_merchant_id_fkey;
alter table ledger_entries drop constraint ledger_entries_merchant_id_fkey;

-- Without the many charges that no channel knows.
alter table charges drop constraint charges_channel_transaction;
create unique index charges_channel_transaction on charges (channel, channel_transaction_id)
  where channel_transaction_id is not null;
