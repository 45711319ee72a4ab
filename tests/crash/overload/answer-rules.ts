import { keysOf, purse } from "@purse/contract";
import { impossible, read } from "../load/client.ts";
import type { Query, Violation } from "../oracle/violation.ts";
import type { Arrival } from "./arrivals.ts";
import type { NumberedRequest } from "./requests.ts";

/** What each answer may be, whatever the load: one of Purse's, and one that its operation declares. */
export function checkAnswers(arrivals: readonly Arrival<NumberedRequest>[]): Violation[] {
  const found: Violation[] = [];
  const unanswered = arrivals.filter(({ answer }) => answer === undefined).length;
  if (unanswered > 0) {
    found.push({ rule: "everybody gets an answer", subject: `${unanswered} got none` });
  }
  // Refusals are alike: each is looked at once.
  const seen = new Set<string>();
  for (const { asked, answer } of arrivals) {
    if (answer === undefined || answer.status === 200) continue;
    const each = `${asked.operation} ${answer.status} ${answer.text}`;
    if (seen.has(each)) continue;
    seen.add(each);
    const key = read(answer.status, answer.text, asked.path)?.key;
    if (key !== undefined && !declared(asked.operation).has(key)) {
      found.push({ rule: "an operation answers what it declares", subject: each });
    }
  }
  return [
    ...found,
    ...impossible.splice(0).map((subject) => ({ rule: "an answer is one of Purse's", subject })),
  ];
}

function declared(operation: NumberedRequest["operation"]): ReadonlySet<string> {
  const [noun, verb] = operation.split(".") as ["charges", "create"];
  return keysOf(purse.api[noun][verb], purse.api);
}

/** What was accepted is there once, and what was refused is not there. */
export async function checkEffects(
  query: Query,
  arrivals: readonly Arrival<NumberedRequest>[],
): Promise<Violation[]> {
  const rows = await query(
    "select order_no as number from charges union all select transfer_no from transfers",
    [],
  );
  const times = new Map<string, number>();
  for (const { number } of rows) times.set(number, (times.get(number) ?? 0) + 1);
  const found: Violation[] = [];
  for (const { asked, answer } of arrivals) {
    if (asked.number === undefined || answer === undefined) continue;
    const there = times.get(asked.number) ?? 0;
    const isRefused = answer.text.includes('"service_unavailable: overloaded');
    if (answer.status === 200 && there !== 1) {
      found.push({ rule: "what was accepted is there once", subject: `${asked.number}: ${there}` });
    }
    if (isRefused && there !== 0) {
      found.push({ rule: "what was refused is not there", subject: asked.number });
    }
  }
  return found;
}
