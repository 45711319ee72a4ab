import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "@purse/test-postgres";
import { endSessions, endSessionsEveryMs } from "./faults/database-faults.ts";
import { repeat } from "./faults/repeat.ts";
import type { Violation } from "./oracle/violation.ts";
import { quantile } from "./overload/figures.ts";
import { askInTurn } from "./overload/in-turn.ts";
import { judgeArrivals, limit } from "./overload/judge-arrivals.ts";
import { makeRequests } from "./overload/requests.ts";
import { openSubject, type Subject } from "./overload/subject.ts";
import { Random } from "./random.ts";

const clients = 32;
const warmUpSeconds = 12;
const endingSeconds = 20;
const cancellingSeconds = 10;
const betweenSeconds = 3;
/** Until a server has as many sessions again as it had. */
const refillLimitMs = 2000;
/** What may be answered where nothing is wrong with a request. */
const forTheMoment: ReadonlySet<number> = new Set([200, 403, 503, 504]);
/** Requests a second, at most: so many are made beforehand. */
const perSecondMax = 1500;

/** Ends each statement that has taken longer than a very hurried server would let it. */
const cancelStatements = `select pg_cancel_backend(pid) from pg_stat_activity
  where backend_type = 'client backend' and pid <> pg_backend_pid() and state = 'active'
    and query_start < clock_timestamp() - interval '5 ms'`;
const cancelEveryMs = 20;

// Those that requests go through: what looks for work every few seconds is not among them.
const ofServer = `select
    count(*) filter (where state_change > clock_timestamp() - interval '500 ms')::int as sessions,
    count(*) filter (where state like 'idle in transaction%')::int as open
  from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()`;

/**
 * The server's sessions are ended five times a second, and then its statements cancelled, under load
 * that nobody has a reason to refuse. Answers whether all held.
 */
export async function loseSessions(seed: number, print: (line: string) => void): Promise<boolean> {
  const subject = await openSubject();
  try {
    const violations = await withstand(subject, new Random(seed), print);
    for (const { rule, subject: what } of violations.slice(0, 40)) print(`BROKEN ${rule}: ${what}`);
    return violations.length === 0;
  } finally {
    await subject.close();
  }
}

async function withstand(
  subject: Subject,
  random: Random,
  print: (line: string) => void,
): Promise<Violation[]> {
  const { cluster, database, replica, merchants } = subject;
  const { pid, url } = replica;
  const seconds = warmUpSeconds + endingSeconds + cancellingSeconds + 2 * betweenSeconds;
  const next = await makeRequests(url, merchants, seconds * perSecondMax, random);
  const asking = askInTurn(url, { clients, seconds }, next);
  const look = async () => (await cluster.query(database, ofServer)).rows[0];

  // What it opened while it started has been given back by then.
  await sleep((warmUpSeconds * 1000) / 2);
  const seen: number[] = [];
  for (const until = performance.now() + (warmUpSeconds * 1000) / 2; performance.now() < until; ) {
    seen.push((await look()).sessions);
    await sleep(50);
  }
  const full = quantile(seen, 0.5);
  const ended = await counted(cluster, database, endSessions, endSessionsEveryMs, endingSeconds);
  const since = performance.now();
  while ((await look()).sessions < full && performance.now() < since + 30_000) await sleep(20);
  const refilledMs = performance.now() - since;
  await sleep(betweenSeconds * 1000);
  const cancelled = await counted(
    cluster,
    database,
    cancelStatements,
    cancelEveryMs,
    cancellingSeconds,
  );
  const arrivals = await asking;
  await sleep(500);
  const { open } = await look();

  const tally = [...Map.groupBy(arrivals, ({ answer }) => answer?.status ?? "no answer")];
  print(`ended                ${ended} sessions`);
  print(`cancelled            ${cancelled} statements`);
  print(`full again           ${full} sessions, within ${Math.round(refilledMs)} ms`);
  print(`answers              ${tally.map(([what, its]) => `${its.length} ${what}`).join(", ")}`);
  const violations = [
    ...(await judgeArrivals(subject, arrivals)),
    ...limit("the time until sessions are full again", refilledMs, refillLimitMs, "ms"),
  ];
  const broken = (rule: string, subject: string) => violations.push({ rule, subject });
  for (const { answer } of arrivals) {
    if (answer !== undefined && !forTheMoment.has(answer.status)) {
      broken("nobody is refused without a reason", answer.text);
    }
  }
  if (replica.pid !== pid || !replica.isRunning) broken("the process stays", `${pid} is gone`);
  if (open > 0) broken("no transaction stays open", `${open} are`);
  return violations;
}

/** Does it again and again for so long; answers how many it was done to. */
async function counted(
  cluster: Cluster,
  database: string,
  sql: string,
  everyMs: number,
  seconds: number,
): Promise<number> {
  let count = 0;
  const stop = repeat(async () => {
    count += (await cluster.query(database, sql)).rows.length;
  }, everyMs);
  await sleep(seconds * 1000);
  await stop();
  return count;
}
