import type { LedgerProgress, LedgerReport } from "@purse/core";
import { type Kysely, sql } from "kysely";
import { rules } from "./ledger-rules.ts";
import type { Schema } from "./schema.ts";

/** The most rows that one rule reports. */
const violationsMax = 100;

/** Proves the invariants over the whole database, all in one snapshot, and tells of each rule. */
export function checkLedger(
  db: Kysely<Schema>,
  onProgress: (progress: LedgerProgress) => void = () => {},
): Promise<LedgerReport> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (trx) => {
      await sql`set local statement_timeout = 0`.execute(trx);
      const violations = [];
      const all = Object.entries(rules);
      for (const [index, [rule, query]] of all.entries()) {
        const { rows } = await sql<{ subject: string }>`
          ${sql.raw(query)} limit ${violationsMax}`.execute(trx);
        const broken = rows.map(({ subject }) => ({ rule, subject }));
        violations.push(...broken);
        onProgress({ rule, done: index + 1, rules: all.length, violations: broken });
      }
      const checked = await countRows(trx);
      return { ok: violations.length === 0, checked, violations };
    });
}

async function countRows(db: Kysely<Schema>): Promise<LedgerReport["checked"]> {
  const { rows } = await sql<LedgerReport["checked"]>`select
    (select count(*) from ledger_entries) as entries,
    (select count(*) from postings) as postings,
    (select count(*) from accounts) as accounts`.execute(db);
  const [counts] = rows;
  if (counts === undefined) throw new Error("a count answered no row");
  return counts;
}
