import { readdir } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Entry } from "../load/journal.ts";
import { quantile } from "../overload/figures.ts";
import { residentMegabytes } from "../overload/memory.ts";
import { operatorToken, type Replica } from "../world/replica.ts";
import type { World } from "../world/world.ts";

/** Longer than all garbage takes to collect. */
const collectMs = 500;

/** What a process and its database have at one moment, and how clients fared up to it. */
export interface Sample {
  readonly atMinutes: number;
  readonly residentMb: number;
  /** What of JavaScript's heap is in use once all garbage is gone. */
  readonly heapMb: number;
  /** Files and sockets that the process has open. */
  readonly openFiles: number;
  readonly sessions: number;
  /** Jobs and webhooks that wait for their time or for somebody to do them. */
  readonly waiting: number;
  readonly p99Ms: number;
  readonly acknowledged: number;
}

/** Of what a second client heard since then. */
export async function takeSample(
  { cluster, database, sites }: World,
  entries: readonly Entry[],
  since: number,
): Promise<Sample> {
  const { replica } = sites[0]!;
  const { pid } = replica;
  const sql = `select
    (select count(*)::int from pg_stat_activity
      where backend_type = 'client backend' and datname = current_database()) as sessions,
    (select count(*)::int from webhook_deliveries where status = 'pending')
      + (select count(*)::int from pgboss.job where state < 'completed') as waiting`;
  const { rows } = await cluster.query(database, sql);
  const heard = entries.filter(
    ({ endedAt, attempts }) => endedAt !== undefined && endedAt > since && attempts === 1,
  );
  return {
    atMinutes: performance.now() / 60_000,
    residentMb: await residentMegabytes(pid),
    heapMb: await heapMegabytes(replica),
    openFiles: (await readdir(`/proc/${pid}/fd`)).length,
    sessions: rows[0].sessions,
    waiting: rows[0].waiting,
    p99Ms: quantile(
      heard.map(({ startedAt, endedAt }) => endedAt! - startedAt),
      0.99,
    ),
    acknowledged: heard.length,
  };
}

async function heapMegabytes(replica: Replica): Promise<number> {
  replica.signal("SIGUSR2");
  await sleep(collectMs);
  const headers = { authorization: `Bearer ${operatorToken}` };
  const text = await (await fetch(`${replica.url}/metrics`, { headers })).text();
  return Number(/^purse_nodejs_heap_size_used_bytes (\S+)$/m.exec(text)?.[1]) / 1024 / 1024;
}
