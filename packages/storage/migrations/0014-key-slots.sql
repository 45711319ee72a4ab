-- How many requests of a key each replica may have in flight: parts of the key's limit, which end by
-- themselves when the replica no longer renews them.
create table key_slots (
  key_id text not null references api_keys,
  replica text not null,
  slots integer not null check (slots > 0),
  expires_at timestamptz not null,
  primary key (key_id, replica)
) with (fillfactor = 50);

-- Gives a replica up to so many slots more, as far as the key's limit goes; answers how many it has.
create function take_key_slots(
  of_key text, for_replica text, more integer, slots_max integer, for_seconds integer
) returns integer
language plpgsql as $$
declare
  others bigint;
  mine integer;
begin
  -- One at a time for each key, whatever rows there are.
  perform pg_advisory_xact_lock(5718202, hashtext(of_key));
  delete from key_slots where key_id = of_key and expires_at <= clock_timestamp();
  select coalesce(sum(slots) filter (where replica <> for_replica), 0),
      coalesce(sum(slots) filter (where replica = for_replica), 0)
    into others, mine from key_slots where key_id = of_key;
  mine := greatest(mine, least(mine + more, slots_max - others));
  if mine > 0 then
    insert into key_slots values (of_key, for_replica, mine,
        clock_timestamp() + make_interval(secs => for_seconds))
      on conflict (key_id, replica)
      do update set slots = excluded.slots, expires_at = excluded.expires_at;
  end if;
  return mine;
end $$;
