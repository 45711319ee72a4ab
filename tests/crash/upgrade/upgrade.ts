import { setTimeout as sleep } from "node:timers/promises";
import { furnish } from "@purse/purse";
import { migrate, migrateJobs, openPostgres, readMigrations } from "@purse/storage";
import pg from "pg";
import { OldRelease } from "./old-release.ts";
import { releases } from "./releases.ts";

export interface UpgradeReport {
  readonly from: number;
  /** The longest that anybody waited for one payment or one look at the balances, in milliseconds. */
  readonly stallMs: number;
  readonly migratedMs: number;
  /** Payments that were acknowledged while it went on, on both sides of it. */
  readonly payments: number;
  /** What is not as it was or must be. */
  readonly wrong: readonly string[];
}

const digest = `select md5(string_agg(posting::text, ',' order by entry_id, account_id)) as digest
  from postings posting where entry_id <= $1`;

/**
 * An empty database as the release left it whose last migration is `from`, with so many movements;
 * then this version's schema, while the old release goes on paying and looking at balances.
 */
export async function upgrade(
  url: string,
  { from, movements }: { readonly from: number; readonly movements: number },
): Promise<UpgradeReport> {
  const migrations = await readMigrations();
  const database = openPostgres({ url, onConnectionError: () => {} });
  const written = releases(movements);
  for (let number = 1; number <= from; number++) {
    await migrate(database, migrations.slice(0, number));
    await database.sqlTransaction(({ run }) => run(written.get(number) ?? ""));
  }
  // Without it the planner knows nothing yet of what has been written.
  await database.executeSql("analyze");
  const before = await lastEntry(url, from);
  const old = new OldRelease(url, from);
  old.begin();
  await sleep(200);
  const since = performance.now();
  await migrate(database, migrations);
  const migratedMs = performance.now() - since;
  await migrateJobs(database);
  await sleep(200);
  const { paid, stallMs, wrong } = await old.end();

  const house = furnish(database);
  try {
    const found = [...wrong];
    if (!(await house.isReady())) found.push("it is not ready");
    const { violations } = await house.core.checkLedger();
    found.push(...violations.map(({ rule, subject }) => `${subject}: ${rule}`));
    if (before !== undefined) {
      const after = await database.executeSql(digest, [before.last]);
      if (after.rows[0]?.digest !== before.digest) found.push("postings are not what they were");
    }
    const there = await database.executeSql("select id from charges where id like 'new_%'");
    const ids = new Set(there.rows.map(({ id }) => id));
    found.push(...paid.filter((id) => !ids.has(id)).map((id) => `${id} is lost`));
    // What nobody was told of may be there, or not; only one payment of each payer was on its way.
    if (ids.size > paid.length + old.payers) found.push(`${ids.size} payments of ${paid.length}`);
    return { from, stallMs, migratedMs, payments: paid.length, wrong: found };
  } finally {
    await house.close();
  }
}

async function lastEntry(url: string, from: number) {
  if (from < 3) return undefined;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query("select max(id) as last from ledger_entries");
    const { last } = rows[0];
    return { last, digest: (await client.query(digest, [last])).rows[0].digest };
  } finally {
    await client.end();
  }
}
