-- A settlement object's state stands at its bindings too, where a wallet's list has its places.
alter table settles add unique (id, status);
alter table settle_bindings add column status text;
update settle_bindings binding set status = settle.status
  from settles settle where settle.id = binding.settle_id;
alter table settle_bindings
  alter column status set not null,
  add foreign key (settle_id, status) references settles (id, status) on update cascade;

-- Every row's place in every list, with its state there.
create view list_places as
  select 'wallets' as list, merchant_id as owner, position, status
    from wallets where position is not null
  union all select 'recharges', wallet_id, position, status from recharges
  union all select 'charges', wallet_id, position, status from charges
  union all select 'charges', payer_wallet_id, payer_position, status
    from charges where payer_wallet_id is not null
  union all select 'refunds', wallet_id, position, status from refunds
  union all select 'refunds', payer_wallet_id, payer_position, status
    from refunds where payer_wallet_id is not null
  union all select 'transfers', wallet_id, position, status from transfers
  union all select 'transfers', to_wallet_id, to_position, status
    from transfers where to_wallet_id is not null
  union all select 'red_envelopes', wallet_id, position, status from red_envelopes
  union all select 'settles', wallet_id, position, status from settle_bindings
  union all select 'withdrawals', wallet_id, position, status from withdrawals;

create index wallets_by_status on wallets (merchant_id, status, position)
  where position is not null;
create index recharges_by_status on recharges (wallet_id, status, position);
create index charges_by_status on charges (wallet_id, status, position);
create index charges_of_payer_by_status on charges (payer_wallet_id, status, payer_position)
  where payer_wallet_id is not null;
create index refunds_by_status on refunds (wallet_id, status, position);
create index refunds_of_payer_by_status on refunds (payer_wallet_id, status, payer_position)
  where payer_wallet_id is not null;
create index transfers_by_status on transfers (wallet_id, status, position);
create index transfers_to_by_status on transfers (to_wallet_id, status, to_position)
  where to_wallet_id is not null;
create index red_envelopes_by_status on red_envelopes (wallet_id, status, position);
create index settle_bindings_by_status on settle_bindings (wallet_id, status, position);
create index withdrawals_by_status on withdrawals (wallet_id, status, position);

-- How many rows of a list are in a state, for each block of 1024 places: block 0 has the places
-- from 1 to 1024. With these, a page of one state is found without counting through the rows.
create table list_states (
  owner text not null,
  list text not null,
  status text not null,
  block bigint not null,
  total integer not null check (total between 0 and 1024),
  primary key (owner, list, status, block)
) with (fillfactor = 50);
insert into list_states
  select owner, list, status, (position - 1) / 1024, count(*) from list_places group by 1, 2, 3, 4;

-- Notes what a row's change means for the counters, in a setting that ends with the transaction.
-- The arguments are the list, and the columns of owner and place of each party to the row.
create function note_state() returns trigger language plpgsql as $$
declare
  noted jsonb := coalesce(nullif(current_setting('purse.noted_states', true), ''), '[]')::jsonb;
  fields jsonb := to_jsonb(new);
begin
  for party in 1 .. tg_nargs - 1 by 2 loop
    continue when fields ->> tg_argv[party + 1] is null;
    noted := noted || jsonb_build_object(
      'list', tg_argv[0], 'owner', fields -> tg_argv[party], 'status', new.status, 'change', 1,
      'block', ((fields ->> tg_argv[party + 1])::bigint - 1) / 1024);
    if tg_op = 'UPDATE' then
      noted := noted || (noted -> -1 || jsonb_build_object('status', old.status, 'change', -1));
    end if;
  end loop;
  perform set_config('purse.noted_states', noted::text, true);
  return null;
end $$;

-- When the transaction commits, behind all of its other locks: counts everything that was noted,
-- in one order for all transactions, so that no two ever wait for each other.
create function count_states() returns trigger language plpgsql as $$
declare
  noted text := current_setting('purse.noted_states', true);
  counted record;
begin
  if noted is null or noted = '' then return null; end if;
  perform set_config('purse.noted_states', '', true);
  for counted in
    select owner, list, status, block, sum(change)::integer as change
    from jsonb_to_recordset(noted::jsonb)
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

do $$
declare
  counted record;
begin
  for counted in
    select * from (values
      ('wallets', 'wallets, merchant_id, position'),
      ('recharges', 'recharges, wallet_id, position'),
      ('charges', 'charges, wallet_id, position, payer_wallet_id, payer_position'),
      ('refunds', 'refunds, wallet_id, position, payer_wallet_id, payer_position'),
      ('transfers', 'transfers, wallet_id, position, to_wallet_id, to_position'),
      ('red_envelopes', 'red_envelopes, wallet_id, position'),
      ('settle_bindings', 'settles, wallet_id, position'),
      ('withdrawals', 'withdrawals, wallet_id, position')
    ) as lists (of_table, arguments)
  loop
    execute format('create trigger note_state after insert or update of status on %I
      for each row execute function note_state(%s)', counted.of_table, counted.arguments);
    execute format('create constraint trigger count_states after insert or update of status on %I
      deferrable initially deferred for each row execute function count_states()',
      counted.of_table);
  end loop;
end $$;

-- How many of a list's first so many rows are in a state: whole blocks by their counters.
create function rows_in_state(of_list text, of_owner text, of_status text, first_rows bigint)
returns bigint language plpgsql stable as $$
begin
  return coalesce((select sum(total) from list_states
      where owner = of_owner and list = of_list and status = of_status
        and block < first_rows / 1024), 0)
    + (select count(*) from list_places
      where list = of_list and owner = of_owner and status = of_status
        and position between first_rows / 1024 * 1024 + 1 and first_rows);
end $$;

-- The place of the n-th row that is in a state, null where there are fewer.
create function place_in_state(of_list text, of_owner text, of_status text, nth bigint)
returns bigint language plpgsql stable as $$
declare
  counter record;
begin
  select block, before into counter from (
    select block, total, sum(total) over (order by block) - total as before from list_states
    where owner = of_owner and list = of_list and status = of_status
  ) as counters
  where nth > before and nth <= before + total;
  return (select position from list_places
    where list = of_list and owner = of_owner and status = of_status
      and position between counter.block * 1024 + 1 and (counter.block + 1) * 1024
    order by position offset nth - 1 - counter.before limit 1);
end $$;

-- A random key's life is in its row as well.
alter table random_keys add column status text not null default 'fresh'
  check (status in ('fresh', 'used', 'expired'));
update random_keys set status =
  case when used_at is not null then 'used' when expires_at <= now() then 'expired' else 'fresh' end;
alter table random_keys
  add constraint random_keys_used check ((status = 'used') = (used_at is not null));
insert into state_steps values
  ('random_keys', 'fresh', 'used'), ('random_keys', 'fresh', 'expired');
create trigger random_keys_steps before update on random_keys
  for each row when (old.status <> new.status) execute function refuse_step();
