import type { LedgerListener, LedgerReport, LedgerViolation } from "@purse/core";
import { type Kysely, sql } from "kysely";
import { type LedgerRule, rules } from "./ledger-rules.ts";
import type { Schema } from "./schema.ts";

/** How many rows one query looks at: memory stays flat, whatever the ledger's size. */
const batchSize = 5_000;

/** The most rows that the report has of one rule; the listener hears of them all. */
const violationsMax = 100;

/** Proves the invariants over the whole database, and keeps what it came to. */
export async function checkLedger(
  db: Kysely<Schema>,
  listener?: LedgerListener,
): Promise<LedgerReport> {
  const report = await lookAtAll(db, listener);
  const { checked, violations } = report;
  const row = { ...checked, violations: violations.length };
  await db.insertInto("ledger_checks").values(row).execute();
  return report;
}

/** All of it in one snapshot. */
function lookAtAll(
  db: Kysely<Schema>,
  { onProgress, onViolation }: LedgerListener = {},
): Promise<LedgerReport> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (trx) => {
      const violations: LedgerViolation[] = [];
      for (const rule of rules) {
        const total = await countRows(trx, rule.table);
        const found: LedgerViolation[] = [];
        for await (const { checked, broken } of walk(trx, rule, total)) {
          for (const subject of broken) {
            const violation = { rule: rule.name, subject };
            onViolation?.(violation);
            if (found.length < violationsMax) found.push(violation);
          }
          onProgress?.({ rule: rule.name, checked, total });
        }
        violations.push(...found);
      }
      const checked = {
        entries: await countRows(trx, "ledger_entries"),
        postings: await countRows(trx, "postings"),
        accounts: await countRows(trx, "accounts"),
      };
      return { ok: violations.length === 0, checked, violations };
    });
}

/** Takes a rule through its table, telling after each batch what it has come to. */
async function* walk(db: Kysely<Schema>, rule: LedgerRule, total: number) {
  let checked = 0;
  let after: readonly string[] | undefined;
  yield { checked, broken: [] };
  while (checked < total) {
    const looked = await lookAtBatch(db, rule, after);
    const last = looked.at(-1);
    if (last === undefined) throw new Error(`${rule.table} ended at row ${checked} of ${total}`);
    checked += last.number;
    after = last.key;
    yield { checked, broken: looked.flatMap(({ broken, key }) => (broken ? key.join("/") : [])) };
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

async function countRows(db: Kysely<Schema>, table: string): Promise<number> {
  const { rows } = await sql<{ total: number }>`
    select count(*) as total from ${ruleSql(table)} as row`.execute(db);
  const [counted] = rows;
  if (counted === undefined) throw new Error("a count answered no row");
  return counted.total;
}
