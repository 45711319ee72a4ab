-- What a key's requests are signed with: a public key, or a secret that is sealed. Keys from before
-- have neither, and sign nothing.
alter table api_keys
  add column algorithm text check (algorithm in ('ed25519', 'hmac-sha256')),
  -- base64 of the key's 32 bytes
  add column public_key text check (length(public_key) = 44),
  -- sealed by core's SecretBox: v1.<key>.<base64url>, or of test merchants plain.<text>
  add column secret_sealed text check (secret_sealed ~ '^(v1|plain)\.'),
  add column not_after timestamptz,
  add column last_used_at timestamptz,
  add constraint api_keys_signing check (case algorithm
    when 'ed25519' then public_key is not null and secret_sealed is null
    when 'hmac-sha256' then secret_sealed is not null and public_key is null
    else public_key is null and secret_sealed is null end);

-- Nonces of signatures that were verified. No reference to api_keys, whose rows are never deleted:
-- each request would lock its key's.
create table nonces (
  key_id text not null,
  nonce text not null check (length(nonce) between 16 and 128),
  seen_at timestamptz not null default now(),
  primary key (key_id, nonce)
);
create index nonces_age on nonces (seen_at);

-- A channel account's parameters are sealed as a whole.
alter table channel_accounts rename column parameters to parameters_sealed;
alter table channel_accounts alter column parameters_sealed type text using
  case jsonb_typeof(parameters_sealed)
    when 'string' then parameters_sealed #>> '{}' else 'plain.' || parameters_sealed::text end;
alter table channel_accounts add check (parameters_sealed ~ '^(v1|plain)\.');
