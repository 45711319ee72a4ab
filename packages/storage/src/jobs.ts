import type { Job, Tx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import { PgBoss } from "pg-boss";
import type { Database } from "./database.ts";
import type { Schema } from "./schema.ts";

/** The queue of what is to be looked after. */
export const resumeQueue = "resume";
/** The queue whose job comes every ten minutes and removes what has grown old. */
export const pruneQueue = "prune";

const retries = {
  // From seconds up to every 5 minutes, for some 7 days.
  retry_limit: 2000,
  retry_delay: 2,
  retry_backoff: true,
  retry_delay_max: 300,
  // A worker that has been silent for so long is taken for dead; 10 is pg-boss's least.
  heartbeat_seconds: 10,
  // Longer than any handler takes.
  expire_seconds: 120,
  deletion_seconds: 600,
};

/** What the running code works for, for jobs to remember. */
export type OriginOf = () => Pick<Job, "request_id" | "traceparent"> | undefined;

export function jobsOf(db: Kysely<Schema>, merchant_id: string, origin: OriginOf): Tx["jobs"] {
  return {
    send: (job, afterSeconds) => sendJob(db, { ...job, merchant_id, ...origin() }, afterSeconds),
  };
}

/**
 * Written into pg-boss's table, as its manual supports: its own `send` asks a second connection for
 * the queue, and on the embedded database that one would wait for our transaction, for ever.
 */
export async function sendJob(db: Kysely<Schema>, job: Job, afterSeconds: number): Promise<void> {
  await db
    .insertInto("pgboss.job")
    .values({
      name: resumeQueue,
      data: JSON.stringify(job),
      start_after: sql<Date>`now() + make_interval(secs => ${afterSeconds})`,
      ...retries,
    })
    .execute();
}

/** Brings pg-boss's own schema up to date, with our queues; replicas may do so at once. */
export async function migrateJobs({ executeSql }: Database): Promise<void> {
  const boss = new PgBoss({
    db: { executeSql },
    supervise: false,
    schedule: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  // Only of what it does in the background, which is the worker's to do and to report.
  boss.on("error", () => {});
  // Of replicas that install it at once all but one may fail, and find it there a second later.
  await boss.start({ attempts: 3 });
  try {
    await boss.createQueue(resumeQueue);
    await boss.createQueue(pruneQueue);
    await boss.schedule(pruneQueue, "*/10 * * * *");
  } finally {
    await boss.stop({ graceful: false });
  }
}
