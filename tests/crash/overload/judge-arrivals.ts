import pg from "pg";
import { checkLedger } from "../oracle/ledger-rules.ts";
import type { Violation } from "../oracle/violation.ts";
import { checkAnswers, checkEffects } from "./answer-rules.ts";
import type { Arrival } from "./arrivals.ts";
import type { NumberedRequest } from "./requests.ts";
import type { Subject } from "./subject.ts";

/** Holds what everybody was answered against the books. */
export async function judgeArrivals(
  { cluster, database, merchants }: Subject,
  arrivals: readonly Arrival<NumberedRequest>[],
): Promise<Violation[]> {
  const session = new pg.Client({ connectionString: cluster.urlOf(database) });
  await session.connect();
  const query = async (sql: string, values: unknown[]) => (await session.query(sql, values)).rows;
  const ids = merchants.map(({ merchant_id }) => merchant_id);
  const violations = [
    ...checkAnswers(arrivals),
    ...(await checkEffects(query, arrivals)),
    ...(await checkLedger(query, ids)),
  ];
  await session.end();
  return violations;
}

/** A figure that is above what it may be. */
export function limit(rule: string, value: number, max: number, unit: string): Violation[] {
  if (value <= max) return [];
  const subject = `${value.toFixed(1)} ${unit}, and at most ${max.toFixed(1)} ${unit}`;
  return [{ rule: `${rule} is within its limit`, subject }];
}
