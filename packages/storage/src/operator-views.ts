import type { Job, OperatorViews } from "@purse/core";
import { type Kysely, sql } from "kysely";
import { browseOf } from "./browse.ts";
import { lastCallsOf } from "./channel-calls.ts";
import { historyOf } from "./history.ts";
import type { Schema } from "./schema.ts";
import { searchIn } from "./search.ts";
import { postingsOf } from "./wallet-postings.ts";

/** What operators look at, of all merchants. */
export function operatorViewsOf(db: Kysely<Schema>): OperatorViews {
  return {
    browse: browseOf(db),
    historyOf: historyOf(db),
    lastCalls: lastCallsOf(db),
    search: searchIn(db),

    postingsOf: postingsOf(db),

    ledgerChecks: (count) =>
      db.selectFrom("ledger_checks").selectAll().orderBy("number", "desc").limit(count).execute(),

    async merchantOfMovement(kind, id) {
      const { rows } = await sql<{ merchant_id: string }>`
        select merchant_id from ${sql.table(tables[kind])} where id = ${id}`.execute(db);
      return rows[0]?.merchant_id;
    },

    codeCounts: (since, minutes) =>
      db
        .selectFrom("code_counts")
        .select([
          sql<Date>`date_bin(make_interval(mins => ${minutes}), minute, ${since})`.as("at"),
          "code",
          sql<number>`sum(total)::bigint`.as("total"),
        ])
        .where("minute", ">=", since)
        .groupBy(["at", "code"])
        .orderBy("at")
        .orderBy("code")
        .execute(),
  };
}

const tables = {
  charge: "charges",
  recharge: "recharges",
  refund: "refunds",
  transfer: "transfers",
  red_envelope: "red_envelopes",
} as const satisfies Record<Job["kind"], string>;
