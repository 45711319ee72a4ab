import { type Kysely, type RawBuilder, sql } from "kysely";
import { allRows, isBroken, type LedgerRule, rowsOf, someRows, walletsOf } from "./ledger-rule.ts";
import type { Schema } from "./schema.ts";

/** How many rows one query looks at when a rule walks: memory stays flat, whatever the ledger's size. */
const batchSize = 5_000;

/** What a rule has come to. */
interface Looked {
  /** How many rows it has looked at so far. */
  readonly checked: number;
  /** The keys of the broken ones among those that were looked at last. */
  readonly broken: readonly (readonly string[])[];
  /** The wallets that these are about. */
  readonly wallets: readonly string[];
}

type Key = readonly string[];

/**
 * Takes a rule through all rows of its table, telling each time what it has come to. Where rows may
 * be looked at all at once, a rule walks only when it is broken.
 */
export async function* lookAtRule(
  trx: Kysely<Schema>,
  rule: LedgerRule,
  { total, atOnce }: { readonly total: number; readonly atOnce: boolean },
): AsyncGenerator<Looked> {
  yield { checked: 0, broken: [], wallets: [] };
  if (total === 0) return;
  if (atOnce && (await holds(trx, rule))) yield { checked: total, broken: [], wallets: [] };
  else yield* walk(trx, rule, total);
}

/** Whether no row breaks a rule: one query with one look at each row, which may use several cores. */
async function holds(trx: Kysely<Schema>, rule: LedgerRule): Promise<boolean> {
  await plan(trx, { enable_nestloop: "off", enable_hashjoin: "on", enable_mergejoin: "on" });
  const { rows } = await sql<{ broken: number }>`
    select count(*) as broken from ${allRows(rule)} where ${isBroken(rule)}`.execute(trx);
  return rows[0]?.broken === 0;
}

/** Looks at batch behind batch in the order of the key, and at what belongs to each row by an index. */
async function* walk(trx: Kysely<Schema>, rule: LedgerRule, total: number): AsyncGenerator<Looked> {
  await plan(trx, { enable_nestloop: "on", enable_hashjoin: "off", enable_mergejoin: "off" });
  let checked = 0;
  let after: Key | undefined;
  while (checked < total) {
    const rows = rowsBehind(rule, after);
    const broken = await brokenAmong(trx, rule, sql`(${rows} limit ${batchSize})`);
    const last = await lastOfBatch(trx, rule, rows);
    checked = last === undefined ? total : checked + batchSize;
    after = last;
    yield { checked, broken, wallets: await walletsOfRows(trx, rule, broken) };
  }
}

/** What the planner may do in this transaction: it does not know how many rows a query is to see. */
async function plan(trx: Kysely<Schema>, ways: Readonly<Record<string, string>>): Promise<void> {
  const settings = { ...ways, work_mem: "32MB", jit: "off" };
  const set = Object.entries(settings).map(
    ([name, value]) => sql`set_config(${name}, ${value}, true)`,
  );
  await sql`select ${sql.join(set)}`.execute(trx);
}

const columnsOf = ({ key = ["id"] }: LedgerRule) =>
  sql.join(key.map((name) => sql.ref(`row.${name}`)));
const keyOf = ({ key = ["id"] }: LedgerRule) =>
  sql<Key>`array[${sql.join(key.map((name) => sql`${sql.ref(`row.${name}`)}::text`))}]`;

/** The rows behind a key, or from the first on, in the order of the key. */
function rowsBehind(rule: LedgerRule, after: Key | undefined): RawBuilder<unknown> {
  const columns = columnsOf(rule);
  const behind = after === undefined ? sql`` : sql`where (${columns}) > (${sql.join(after)})`;
  return sql`select * from ${rowsOf(rule.table)} ${behind} order by ${columns}`;
}

async function brokenAmong(
  trx: Kysely<Schema>,
  rule: LedgerRule,
  some: RawBuilder<unknown>,
): Promise<readonly Key[]> {
  const columns = columnsOf(rule);
  // A row that several things match is there several times.
  const { rows } = await sql<{ key: Key }>`
    select ${keyOf(rule)} as key from ${someRows(rule, some)} where ${isBroken(rule)}
    group by ${columns} order by ${columns}`.execute(trx);
  return rows.map(({ key }) => key);
}

/** The key of a full batch's last row; none when there is not a full one any more. */
async function lastOfBatch(
  trx: Kysely<Schema>,
  rule: LedgerRule,
  rows: RawBuilder<unknown>,
): Promise<Key | undefined> {
  const found = await sql<{ key: Key }>`
    select ${keyOf(rule)} as key from (${rows} limit 1 offset ${batchSize - 1}) as row`.execute(
    trx,
  );
  return found.rows[0]?.key;
}

/** The wallets that rows of a rule are about, by the rows' keys. */
async function walletsOfRows(
  trx: Kysely<Schema>,
  rule: LedgerRule,
  keys: readonly Key[],
): Promise<readonly string[]> {
  const wallets = walletsOf(rule);
  if (keys.length === 0 || wallets === undefined) return [];
  const some = sql.join(keys.map((key) => sql`(${sql.join(key)})`));
  const { rows } = await sql<{ wallet_id: string }>`
    select distinct concerned.wallet_id from ${rowsOf(rule.table)}
      cross join lateral (${wallets}) as concerned (wallet_id)
    where (${columnsOf(rule)}) in (${some}) and concerned.wallet_id is not null`.execute(trx);
  return rows.map(({ wallet_id }) => wallet_id);
}
