import type { LedgerReport } from "@purse/core";
import { type Kysely, sql } from "kysely";
import { rules } from "./ledger-rules.ts";
import type { Schema } from "./schema.ts";

/** The most rows that one rule reports. */
const violationsMax = 100;

/** Proves the invariants over the whole database, all in one snapshot. */
export function checkLedger(db: Kysely<Schema>): Promise<LedgerReport> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (trx) => {
      await sql`set local statement_timeout = 0`.execute(trx);
      const violations = [];
      for (const [rule, query] of Object.entries(rules)) {
        const { rows } = await sql<{ subject: string }>`
          ${sql.raw(query)} limit ${violationsMax}`.execute(trx);
        violations.push(...rows.map(({ subject }) => ({ rule, subject })));
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
