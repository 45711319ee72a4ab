import { setTimeout as sleep } from "node:timers/promises";
import type { Core, DueDelivery, Job } from "@purse/core";
import { onBehalfOf } from "@purse/listener";
import { type Database, startDeliveries, startWorker } from "@purse/storage";
import type { Logger } from "pino";
import type { Metrics } from "./metrics.ts";
import type { Closer } from "./shutdown.ts";
import type { Tracing } from "./tracing.ts";

/** While the database is away every poll fails; one line tells it, now and again. */
const quietMs = 30_000;

interface WorkerSurroundings {
  readonly database: Database;
  readonly core: Core;
  readonly metrics: Pick<Metrics, "onJob">;
  readonly tracing: Tracing | undefined;
}

/** How often a replica looks whether it is time to check the ledger. */
const watchEveryMs = 10_000;

/** Does it at once and again and again until what it answers is called, which waits for the last time. */
function repeat(work: () => Promise<void>, onError: (error: unknown) => void): Closer {
  const closing = new AbortController();
  const { signal } = closing;
  const running = (async () => {
    while (!signal.aborted) {
      await work().catch(onError);
      await sleep(watchEveryMs, undefined, { signal }).catch(() => {});
    }
  })();
  return () => {
    closing.abort();
    return running;
  };
}

/** Resumes what processes left behind and sends webhooks, beside the workers of other replicas. */
export async function resumeWork(
  { database, core, metrics, tracing }: WorkerSurroundings,
  parent: Logger,
): Promise<Closer> {
  const logger = parent.child({ app: "worker" });
  let quietUntil = 0;
  function onError(error: unknown): void {
    if (performance.now() < quietUntil) return;
    quietUntil = performance.now() + quietMs;
    logger.warn({ err: error }, "the worker cannot reach its jobs");
  }

  /** Looks at what a job names, and tells of it. */
  async function resume(job: Job): Promise<number | undefined> {
    const { kind, id } = job;
    const began = performance.now();
    const tell = (outcome: "ended" | "again" | "failed", more: object) => {
      const duration_ms = Math.round(performance.now() - began);
      metrics.onJob({ kind, outcome, duration_ms });
      const level = outcome === "failed" ? "error" : "info";
      logger[level]({ kind, id, outcome, duration_ms, ...more }, `resume ${kind}: ${outcome}`);
    };
    try {
      const seconds = await core.resume(job);
      tell(seconds === undefined ? "ended" : "again", { again_in_s: seconds });
      return seconds;
    } catch (error) {
      tell("failed", { err: error });
      throw error;
    }
  }

  /** On behalf of the request that left it behind, and in its trace. */
  function handle(job: Job): Promise<number | undefined> {
    const work = () => resume(job);
    const span = () =>
      tracing === undefined
        ? work()
        : tracing.continuing(job.traceparent, () =>
            tracing.span(`resume ${job.kind}`, { "purse.id": job.id }, work),
          );
    return job.request_id === undefined ? span() : onBehalfOf({ request_id: job.request_id }, span);
  }

  /** Sends what is due once, and tells of it on behalf of the request that the event goes back to. */
  function deliver(delivery: DueDelivery): Promise<void> {
    const { id, endpoint_id, event, tries } = delivery;
    const { request_id } = event;
    const work = async () => {
      const answer = await core.deliver(delivery);
      const told = `${event.type}: ${answer.status ?? answer.error}`;
      logger.info({ id, endpoint_id, event_id: event.id, tries, ...answer }, told);
    };
    return request_id === null ? work() : onBehalfOf({ request_id }, work);
  }

  async function watchLedger(): Promise<void> {
    const report = await core.checkLedgerWhenDue();
    if (report === undefined) return;
    const { ok, checked, violations } = report;
    if (ok) logger.info({ checked }, "checked the ledger: every invariant holds");
    else logger.fatal({ checked, violations }, "checked the ledger: it is broken");
  }

  const stopWorker = await startWorker(database, { handle, onError });
  const { takeDeliveries: take } = core;
  const stopDeliveries = startDeliveries({ take, deliver, onError });
  const stopWatch = repeat(watchLedger, onError);
  const stops = [stopWorker, stopDeliveries, stopWatch];
  return async () => void (await Promise.all(stops.map((stop) => stop())));
}
