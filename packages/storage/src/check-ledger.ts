import type { LedgerListener, LedgerReport, LedgerViolation } from "@purse/core";
import { type Kysely, sql } from "kysely";
import type { Database } from "./database.ts";
import { rowsOf } from "./ledger-rule.ts";
import { rules } from "./ledger-rules.ts";
import { lookAtRule } from "./look-at-rule.ts";
import type { Schema } from "./schema.ts";

/** The most rows that the report has of one rule; the listener hears of them all. */
const violationsMax = 100;

/** How often the ledger is checked at most, in seconds, and how much longer it waits than a check takes. */
const pauseSeconds = 30;
const pauseFactor = 20;

/** Any number that no other advisory lock of Purse uses. */
const lockKey = 5_718_203;

type CheckedDatabase = Pick<Database, "unhurriedDb" | "isInProcess">;

/**
 * Proves the invariants over the whole database, keeps what it came to, and freezes the wallets
 * whose books are broken: those, and no others.
 */
export async function checkLedger(
  { unhurriedDb: db, isInProcess }: CheckedDatabase,
  listener?: LedgerListener,
): Promise<LedgerReport> {
  return keep(db, await inOneSnapshot(db, (trx) => lookAtAll(trx, !isInProcess, listener)));
}

/** The same when it is time and nobody else is at it. A large ledger is checked less often. */
export async function checkLedgerWhenDue({
  unhurriedDb: db,
  isInProcess,
}: CheckedDatabase): Promise<LedgerReport | undefined> {
  const findings = await inOneSnapshot(db, async (trx) =>
    (await isDue(trx)) ? lookAtAll(trx, !isInProcess) : undefined,
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
  atOnce: boolean,
  { onProgress, onViolation }: LedgerListener = {},
): Promise<Findings> {
  const since = performance.now();
  const before = await lastNumber(trx);
  const violations: LedgerViolation[] = [];
  const wallets = new Set<string>();
  const counts = new Map<string, Promise<number>>();
  function count(table: string): Promise<number> {
    const counting = counts.get(table) ?? countRows(trx, table);
    counts.set(table, counting);
    return counting;
  }
  for (const rule of rules) {
    const total = await count(rule.table);
    const found: LedgerViolation[] = [];
    for await (const looked of lookAtRule(trx, rule, { total, atOnce })) {
      for (const key of looked.broken) {
        const violation = { rule: rule.name, subject: key.join("/") };
        onViolation?.(violation);
        if (found.length < violationsMax) found.push(violation);
      }
      for (const id of looked.wallets) wallets.add(id);
      onProgress?.({ rule: rule.name, checked: looked.checked, total });
    }
    violations.push(...found);
  }
  const checked = {
    entries: await count("ledger_entries"),
    postings: await count("postings"),
    accounts: await count("accounts"),
  };
  const report = { ok: violations.length === 0, checked, violations };
  return { report, wallets, before, duration_ms: Math.round(performance.now() - since) };
}

async function countRows(db: Kysely<Schema>, table: string): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from ${rowsOf(table)}`.execute(db);
  const [counted] = rows;
  if (counted === undefined) throw new Error("a count answered no row");
  return counted.total;
}
