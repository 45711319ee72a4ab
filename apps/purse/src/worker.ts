import type { Core } from "@purse/core";
import { type Database, startDeliveries, startWorker } from "@purse/storage";
import type { Logger } from "pino";
import type { Closer } from "./shutdown.ts";

/** While the database is away every poll fails; one line tells it, now and again. */
const quietMs = 30_000;

/** Resumes what processes left behind and sends webhooks, beside the workers of other replicas. */
export async function resumeWork(database: Database, core: Core, parent: Logger): Promise<Closer> {
  const logger = parent.child({ app: "worker" });
  let quietUntil = 0;
  function onError(error: unknown): void {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + quietMs;
    logger.warn({ err: error }, "the worker cannot reach its jobs");
  }
  const stopWorker = await startWorker(database, {
    async handle(job) {
      try {
        return await core.resume(job);
      } catch (error) {
        logger.error({ err: error, job }, "could not resume, will try again");
        throw error;
      }
    },
    onError,
  });
  const { takeDeliveries: take, deliver } = core;
  const stopDeliveries = startDeliveries({ take, deliver, onError });
  return async () => void (await Promise.all([stopWorker(), stopDeliveries()]));
}
