import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import pRetry from "p-retry";
import type { Database, SqlSession } from "./database.ts";
import { isRaced } from "./transaction.ts";

export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/** The database is in use for something else; nothing was changed. */
export class ForeignDatabase extends Error {
  override readonly name = "ForeignDatabase";
}

const directory = join(import.meta.dirname, "..", "migrations");

/** Any number that no other advisory lock of Purse uses. */
const lockKey = 5_718_201;

/** This version's migrations, in their order. */
export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith(".sql")).sort();
  return Promise.all(
    names.map(async (name) => ({ name, sql: await readFile(join(directory, name), "utf8") })),
  );
}

/**
 * Brings the schema up to date and answers the names of what it applied. Replicas that start at
 * once wait for one another. Throws, having changed nothing, when an applied migration differs
 * from its file or is unknown here, and when a table is in use for minutes on end.
 */
export function migrate(
  database: Database,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  return pRetry(() => database.sqlTransaction((session) => applyMissing(session, migrations)), {
    retries: 60,
    minTimeout: 2000,
    factor: 1,
    randomize: true,
    shouldRetry: ({ error }) => isRaced(error) || error instanceof TablesInUse,
  });
}

/** Not all tables could be had within the time that others can wait for those that were. */
class TablesInUse extends Error {
  override readonly name = "TablesInUse";
}

async function applyMissing(
  session: SqlSession,
  migrations: readonly Migration[],
): Promise<readonly string[]> {
  await session.rows("select pg_advisory_xact_lock($1)", [lockKey]);
  await refuseForeignTables(session);
  await session.run(`create table if not exists schema_migrations (
    name text primary key,
    sha256 text not null,
    applied_at timestamptz not null default now()
  )`);
  const done = await session.rows("select name, sha256 from schema_migrations order by name");
  refuseForeign(done, migrations);
  const missing = migrations.slice(done.length);
  if (missing.length > 0) await lockTables(session);
  for (const { name, sql } of missing) {
    await session.run(sql);
    await session.rows("insert into schema_migrations (name, sha256) values ($1, $2)", [
      name,
      digest(sql),
    ]);
  }
  return missing.map(({ name }) => name);
}

/**
 * What transactions begin with. Once these are locked, those that had begun are done, whatever order
 * they come to the other tables in, and the next ones wait with empty hands.
 */
const touchedFirst = [
  "charges",
  "recharges",
  "refunds",
  "transfers",
  "red_envelopes",
  "withdrawals",
  "settles",
  "wallets",
  "webhook_deliveries",
  "requests",
];

/**
 * Locks all tables at once, from those on that transactions begin with: migrations that took them
 * one by one would meet in deadlocks with whatever works beside them.
 */
async function lockTables(session: SqlSession): Promise<void> {
  const tables = await session.rows(
    `select quote_ident(table_name) as name from information_schema.tables
      where table_schema = current_schema() and table_type = 'BASE TABLE'
      order by array_position($1::text[], table_name::text), table_name = 'merchants', table_name`,
    [touchedFirst],
  );
  const names = tables.map(({ name }) => name).join(", ");
  // biome-ignore lint/plugin: a constant, and names of our own tables, quoted.
  const locked = session.run(`set local statement_timeout = ${lockingMs};
    lock table ${names} in access exclusive mode; set local statement_timeout = 0`);
  await locked.catch((error: unknown) => {
    if (Reflect.get(Object(error), "code") !== "57014") throw error;
    throw new TablesInUse(`not to be locked within ${lockingMs} ms`, { cause: error });
  });
}

/**
 * Whoever wants a table that this has or waits for waits behind it: it steps back, and comes again,
 * before PostgreSQL looks for deadlocks (after a second) and ends others' transactions for it.
 */
const lockingMs = 800;

/** A database without a trace of Purse's migrations must be empty: it may be somebody else's. */
async function refuseForeignTables(session: SqlSession): Promise<void> {
  const tables = await session.rows(
    `select name from (select table_name::text as name, table_name = 'schema_migrations' as ours
      from information_schema.tables where table_schema = current_schema()) as tables
    order by ours desc, name limit 1`,
  );
  const [first] = tables;
  if (first === undefined || first.name === "schema_migrations") return;
  throw new ForeignDatabase(`the database has tables that are not Purse's, such as ${first.name}`);
}

/** What has been applied must be the beginning of what this version has, to the letter. */
function refuseForeign(
  done: readonly Record<string, unknown>[],
  migrations: readonly Migration[],
): void {
  for (const [index, row] of done.entries()) {
    const migration = migrations[index];
    if (migration === undefined) {
      throw new Error(`the database has migration ${row.name}, which this version does not know`);
    }
    if (migration.name !== row.name || digest(migration.sql) !== row.sha256) {
      throw new Error(`migration ${row.name} of the database differs from ${migration.name} here`);
    }
  }
}

function digest(sql: string): string {
  return createHash("sha256").update(sql).digest("hex");
}
