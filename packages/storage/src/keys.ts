import { createHash } from "node:crypto";
import type { KeyHolder, OperatorTx, SecretBox, SigningKey } from "@purse/core";
import DataLoader from "dataloader";
import { type Kysely, sql } from "kysely";
import { prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

const keyColumns = [
  "id",
  "merchant_id",
  "algorithm",
  "created_at",
  "not_after",
  "last_used_at",
  "revoked_at",
] as const;
const aboutOf = (keyId: string) => `api_keys ${keyId}`;

/** The keys of all merchants, as an operator has them. */
export function keysOf(db: Kysely<Schema>, secrets: SecretBox): OperatorTx["keys"] {
  return {
    insert({ api_key, signing, mode, ...key }) {
      const kept =
        signing.algorithm === "ed25519"
          ? { public_key: signing.material }
          : { secret_sealed: secrets.seal(signing.material, aboutOf(key.id), mode) };
      return db
        .insertInto("api_keys")
        .values({
          ...key,
          ...kept,
          algorithm: signing.algorithm,
          key_sha256: digest(api_key),
        })
        .returning(keyColumns)
        .executeTakeFirstOrThrow();
    },
    revoke: (id) =>
      db
        .updateTable("api_keys")
        .set({ revoked_at: sql<Date>`coalesce(revoked_at, now())` })
        .where("id", "=", id)
        .returning(keyColumns)
        .executeTakeFirst(),
    lock: (id) =>
      db
        .selectFrom("api_keys")
        .innerJoin("merchants", "merchants.id", "api_keys.merchant_id")
        .select(["api_keys.id", "algorithm", "revoked_at", "merchants.name", "merchants.mode"])
        .where("api_keys.id", "=", id)
        .forNoKeyUpdate("api_keys")
        .executeTakeFirst(),
    async expire(id, notAfter) {
      await db
        .updateTable("api_keys")
        .set({ not_after: sql<Date>`least(not_after, ${notAfter}::timestamptz)` })
        .where("id", "=", id)
        .execute();
    },
    list: () => db.selectFrom("api_keys").select(keyColumns).orderBy("id").execute(),
  };
}

/** Who stands behind an API key that is neither revoked nor expired, and notes that it was used. */
export function keyHolders(
  db: Kysely<Schema>,
  secrets: SecretBox,
): (apiKey: string) => Promise<KeyHolder | undefined> {
  const touching = new Set<string>();

  /** Nobody waits for it, and a note that fails is made by the next request. */
  function touch(keyId: string): void {
    if (touching.has(keyId)) return;
    touching.add(keyId);
    db.updateTable("api_keys")
      .set({ last_used_at: sql<Date>`now()` })
      .where("id", "=", keyId)
      .where(sql<boolean>`(last_used_at is null or last_used_at < now() - interval '1 minute')`)
      .execute()
      .catch(() => {})
      .finally(() => touching.delete(keyId));
  }

  const findHolder = gathered((digests: readonly string[]) => findHolders(db, digests));

  return async (apiKey) => {
    const row = await findHolder(digest(apiKey).toString("hex"));
    if (row === undefined) return undefined;
    const { key_id, merchant_id, mode, idle, ...kept } = row;
    if (idle) touch(key_id);
    return { caller: { key_id, merchant_id, mode }, signing: signingOf(kept, key_id, secrets) };
  };
}

/** Holders by the digests of their keys, each in its place, undefined where there is none. */
async function findHolders(db: Kysely<Schema>, digests: readonly string[]) {
  const rows = await db
    .selectFrom("api_keys as key")
    .modifyFront(prepared)
    .innerJoin("merchants", "merchants.id", "key.merchant_id")
    .select([
      "key.id as key_id",
      "key.merchant_id",
      "merchants.mode",
      "key.algorithm",
      "key.public_key",
      "key.secret_sealed",
      sql<string>`encode(key.key_sha256, 'hex')`.as("digest"),
      sql<boolean>`coalesce(last_used_at < now() - interval '1 minute', true)`.as("idle"),
    ])
    .where(
      sql<boolean>`key.key_sha256 in (
        select decode(digest, 'hex') from unnest(${digests}::text[]) as digest)`,
    )
    .where("key.revoked_at", "is", null)
    .where(sql<boolean>`coalesce(key.not_after > now(), true)`)
    .execute();
  const byDigest = new Map(rows.map(({ digest, ...row }) => [digest, row]));
  return digests.map((digest) => byDigest.get(digest));
}

/** The secret is opened when it is asked for: whoever verifies keeps what it makes of it. */
function signingOf(
  kept: {
    readonly algorithm: SigningKey["algorithm"] | null;
    readonly public_key: string | null;
    readonly secret_sealed: string | null;
  },
  keyId: string,
  secrets: SecretBox,
): KeyHolder["signing"] {
  const { algorithm, public_key, secret_sealed } = kept;
  if (algorithm === null) return undefined;
  if (public_key !== null) return { algorithm, material: () => public_key };
  return { algorithm, material: () => secrets.open(secret_sealed ?? "", aboutOf(keyId)) };
}

interface Nonce {
  readonly key_id: string;
  readonly nonce: string;
}

/** Keeps a nonce; false when its key had it before. */
export function nonceKeeper(db: Kysely<Schema>): (nonce: Nonce) => Promise<boolean> {
  return gathered((nonces: readonly Nonce[]) => keepNonces(db, nonces));
}

/**
 * The commit does not wait for the disk: what a request then does commits behind it in the same
 * log, so no effect outlives its nonce.
 */
async function keepNonces(
  db: Kysely<Schema>,
  nonces: readonly Nonce[],
): Promise<readonly boolean[]> {
  const keyIds = nonces.map(({ key_id }) => key_id);
  const values = nonces.map(({ nonce }) => nonce);
  // In one order, as all statements of this kind wait for each other's.
  const { rows } = await sql<Nonce>`${prepared}
    with quick as materialized (select set_config('synchronous_commit', 'off', true))
    insert into nonces (key_id, nonce)
    select given.key_id, given.nonce
    from quick, unnest(${keyIds}::text[], ${values}::text[]) as given (key_id, nonce)
    order by given.key_id, given.nonce
    on conflict do nothing
    returning key_id, nonce`.execute(db);
  const fresh = new Set(rows.map(textOf));
  // The first of two that come at once has it.
  return nonces.map((nonce) => fresh.delete(textOf(nonce)));
}

function textOf({ key_id, nonce }: Nonce): string {
  return `${key_id} ${nonce}`;
}

/** What many ask in one turn of the event loop is asked of the database once. */
function gathered<Question, Answer>(
  ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
): (question: Question) => Promise<Answer> {
  const options = { cache: false, batchScheduleFn: setImmediate, maxBatchSize: 256 };
  const loader = new DataLoader<Question, Answer>(ask, options);
  return (question) => loader.load(question);
}

function digest(apiKey: string): Buffer {
  return createHash("sha256").update(apiKey).digest();
}
