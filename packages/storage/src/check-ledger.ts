import type { LedgerListener, LedgerReport, LedgerViolation } from "@purse/core";
import { type Kysely, sql } from "kysely";
import { type LedgerRule, rules } from "./ledger-rules.ts";
import type { Schema } from "./schema.ts";

/** How many rows one query looks at: memory stays flat, whatever the ledger's size. */
const batchSize = 5_000;

/** The most rows that the report has of one rule; the listener hears of them all. */
const violationsMax = 100;

/** How often the ledger is checked at most, in seconds, and how much longer it waits than a check takes. */
const pauseSeconds = 30;
const pauseFactor = 20;

/** Any number that no other advisory lock of Purse uses. */
const lockKey = 5_718_203;

/**
 * Proves the invariants over the whole database, keeps what it came to, and freezes the wallets
 * whose books are broken: those, and no others.
 */
export async function checkLedger(
  db: Kysely<Schema>,
  listener?: LedgerListener,
): Promise<LedgerReport> {
  return keep(db, await inOneSnapshot(db, (trx) => lookAtAll(trx, listener)));
}

/** The same when it is time and nobody else is at it. A large ledger is checked less often. */
export async function checkLedgerWhenDue(db: Kysely<Schema>): Promise<LedgerReport | undefined> {
  const findings = await inOneSnapshot(db, async (trx) =>
    (await isDue(trx)) ? lookAtAll(trx) : undefined,
  );
  return findings && keep(db, findings);
}

async function isDue(trx: Kysely<Schema>): Promise<boolean> {
  const { rows } = await sql<{ due: boolean }>`
    select pg_try_advisory_xact_lock(${lockKey}) and not exists (
      select from ledger_checks where number = (select max(number) from ledger_checks)
        and at > now() - greatest(${pauseSeconds}, ${pauseFactor} * duration_ms / 1000.0)
          * interval '1 second') as due`.execute(trx);
  return rows[0]?.due === true;
}

async function keep(
  db: Kysely<Schema>,
  { report, wallets, before, duration_ms }: Findings,
): Promise<LedgerReport> {
  const { checked, violations } = report;
  const row = { ...checked, violations: violations.length, duration_ms };
  await db.transaction().execute(async (trx) => {
    await sql`select pg_advisory_xact_lock(${lockKey})`.execute(trx);
    // Of a process that was stopped meanwhile: what others have come to since is newer.
    if ((await lastNumber(trx)) !== before) return;
    await trx.insertInto("ledger_checks").values(row).execute();
    await freeze(trx, [...wallets]);
  });
  return report;
}

/** Of the last check that is kept; 0 when there is none. */
async function lastNumber(db: Kysely<Schema>): Promise<number> {
  const { last } = await db
    .selectFrom("ledger_checks")
    .select(({ fn }) => fn.max("number").as("last"))
    .executeTakeFirstOrThrow();
  return last ?? 0;
}

async function freeze(db: Kysely<Schema>, ids: readonly string[]): Promise<void> {
  await sql`update wallets set is_frozen = true
    where id = any(${ids}) and not is_frozen`.execute(db);
  await sql`update wallets set is_frozen = false
    where is_frozen and id <> all(${ids})`.execute(db);
}

interface Findings {
  readonly report: LedgerReport;
  /** Those whose money is in question. */
  readonly wallets: ReadonlySet<string>;
  /** The number of the last check when this one began. */
  readonly before: number;
  readonly duration_ms: number;
}

function inOneSnapshot<T>(
  db: Kysely<Schema>,
  work: (trx: Kysely<Schema>) => Promise<T>,
): Promise<T> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(work);
}

async function lookAtAll(
  trx: Kysely<Schema>,
  { onProgress, onViolation }: LedgerListener = {},
): Promise<Findings> {
  const since = performance.now();
  const before = await lastNumber(trx);
  const violations: LedgerViolation[] = [];
  const wallets = new Set<string>();
  for (const rule of rules) {
    const total = await countRows(trx, rule.table);
    const found: LedgerViolation[] = [];
    for await (const { checked, broken, concerned } of walk(trx, rule, total)) {
      for (const subject of broken) {
        const violation = { rule: rule.name, subject };
        onViolation?.(violation);
        if (found.length < violationsMax) found.push(violation);
      }
      for (const id of concerned) wallets.add(id);
      onProgress?.({ rule: rule.name, checked, total });
    }
    violations.push(...found);
  }
  const checked = {
    entries: await countRows(trx, "ledger_entries"),
    postings: await countRows(trx, "postings"),
    accounts: await countRows(trx, "accounts"),
  };
  const report = { ok: violations.length === 0, checked, violations };
  return { report, wallets, before, duration_ms: Math.round(performance.now() - since) };
}

/** Takes a rule through its table, telling after each batch what it has come to. */
async function* walk(db: Kysely<Schema>, rule: LedgerRule, total: number) {
  let checked = 0;
  let after: readonly string[] | undefined;
  yield { checked, broken: [], concerned: [] };
  while (checked < total) {
    const looked = await lookAtBatch(db, rule, after);
    const last = looked.at(-1);
    if (last === undefined) throw new Error(`${rule.table} ended at row ${checked} of ${total}`);
    checked += last.number;
    after = last.key;
    const broken = looked.filter((row) => row.broken).map(({ key }) => key);
    const concerned = broken.length === 0 ? [] : await walletsOf(db, rule, broken);
    yield { checked, broken: broken.map((key) => key.join("/")), concerned };
  }
}

/** SQL of the rules' own, which nothing from outside is in. */
// biome-ignore lint/plugin: constants of ledger-rules.ts.
const ruleSql = (text: string) => sql.raw(text);

interface LookedAt {
  /** Its place in the batch, from 1 on. */
  readonly number: number;
  readonly key: readonly string[];
  readonly broken: boolean;
}

/** Of the rows behind a key, those that break the rule, and in any case the batch's last one. */
async function lookAtBatch(
  db: Kysely<Schema>,
  { table, key = ["id"], broken }: LedgerRule,
  after: readonly string[] | undefined,
): Promise<readonly LookedAt[]> {
  const columns = sql.join(key.map((name) => sql.ref(`row.${name}`)));
  const texts = sql.join(key.map((name) => sql`${sql.ref(`row.${name}`)}::text`));
  const behind = after === undefined ? sql`` : sql`where (${columns}) > (${sql.join(after)})`;
  // What can be neither true nor false, for a null where none may be, is broken too.
  const { rows } = await sql<LookedAt>`
    select number, key, broken from (
      select row_number() over place as number, lead(true) over place is null as last,
        array[${texts}] as key, (${ruleSql(broken)}) is not false as broken
      from (
        select * from ${ruleSql(table)} as row ${behind} order by ${columns} limit ${batchSize}
      ) as row
      window place as (order by ${columns})
    ) as looked
    where broken or last order by number`.execute(db);
  return rows;
}

/** The wallets that rows of a rule are about, by the rows' keys. */
async function walletsOf(
  db: Kysely<Schema>,
  { table, key: names = ["id"], wallets }: LedgerRule,
  keys: readonly (readonly string[])[],
): Promise<readonly string[]> {
  if (wallets === undefined) return [];
  const columns = sql.join(names.map((name) => sql.ref(`row.${name}`)));
  const some = sql.join(keys.map((key) => sql`(${sql.join(key)})`));
  const { rows } = await sql<{ wallet_id: string }>`
    select distinct concerned.wallet_id from ${ruleSql(table)} as row
      cross join lateral (${ruleSql(wallets)}) as concerned (wallet_id)
    where (${columns}) in (${some}) and concerned.wallet_id is not null`.execute(db);
  return rows.map(({ wallet_id }) => wallet_id);
}

async function countRows(db: Kysely<Schema>, table: string): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from ${ruleSql(table)} as row`.execute(db);
  const [counted] = rows;
  if (counted === undefined) throw new Error("a count answered no row");
  return counted.total;
}
