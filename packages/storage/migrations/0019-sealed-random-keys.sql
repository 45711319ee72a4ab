-- A random key is a secret while it is fresh, and is sealed then as all are; behind that it is gone.
alter table random_keys rename column random_key to random_key_sealed;
alter table random_keys alter column random_key_sealed drop not null;
update random_keys set random_key_sealed =
  case when status = 'fresh' then 'plain.' || random_key_sealed end;
alter table random_keys add constraint random_keys_kept
  check ((status = 'fresh') = (random_key_sealed is not null));
