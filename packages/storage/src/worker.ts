import type { Job } from "@purse/core";
import { fromKysely, PgBoss, type Job as Taken } from "pg-boss";
import type { Database } from "./database.ts";
import { pruneQueue, resumeQueue, sendJob } from "./jobs.ts";
import { prune } from "./prune.ts";

/** Jobs that one process has in hand at once. */
const concurrency = 4;
/** How long closing waits for what is in hand, in milliseconds. */
const closeMs = 5000;

interface WorkerOptions {
  /**
   * Looks after the object; answers undefined when it has ended, or the seconds after which to look
   * again. When it throws, the job comes again, later and later. A job may come twice.
   */
  readonly handle: (job: Job) => Promise<number | undefined>;
  /** Hears of queries that failed; the worker goes on. */
  readonly onError: (error: Error) => void;
}

/** Works off the jobs, beside any number of other workers; answers what ends it. */
export async function startWorker(
  database: Database,
  { handle, onError }: WorkerOptions,
): Promise<() => Promise<void>> {
  const boss = new PgBoss({
    db: { executeSql: database.executeSql },
    // With the jobs' heartbeat: a dead worker's jobs are taken over within some 25 s.
    superviseIntervalSeconds: 10,
    monitorIntervalSeconds: 10,
    maintenanceIntervalSeconds: 600,
    cronWorkerIntervalSeconds: 45,
    // Jobs here do not wait for one another.
    flowIntervalSeconds: 3600,
    registerInstance: false,
    monitorVacuum: false,
    openTelemetry: { enabled: false },
  });
  boss.on("error", onError);
  // The database may go away at this moment, too.
  await boss.start({ attempts: 5 });
  for (let worker = 0; worker < concurrency; worker++) {
    const id = await boss.work<Job>(resumeQueue, { pollingIntervalSeconds: 2 }, async (jobs) => {
      // Behind this job it asks for the next at once: it is idle only when there is none.
      boss.notifyWorker(id);
      for (const job of jobs) await look(job);
    });
  }
  await boss.work(pruneQueue, { pollingIntervalSeconds: 60 }, () => prune(database.db));

  async function look(job: Taken<Job>): Promise<void> {
    const seconds = await handle(job.data);
    if (seconds === undefined) return;
    // Together: a crash loses nothing, and a job that another worker has by now has one successor.
    await database.db.transaction().execute(async (trx) => {
      const done = await boss.complete(resumeQueue, job, null, { db: fromKysely(trx) });
      // Missing from its type. Were it gone, two successors are better than none.
      if (Reflect.get(done, "affected") !== 0) await sendJob(trx, job.data, seconds);
    });
  }

  return () => boss.stop({ timeout: closeMs });
}
