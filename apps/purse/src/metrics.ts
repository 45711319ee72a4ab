import type { ChannelCall } from "@purse/channels";
import type { Job, Ports } from "@purse/core";
import type { Metrics as ListenerMetrics, RequestRecord } from "@purse/listener";
import type { Figures } from "@purse/storage";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { backlogMetrics } from "./backlog-metrics.ts";

/** What is counted in this process. No label has an id or any other value without end. */
export interface Metrics {
  readonly onRequest: (listener: ListenerName, request: RequestRecord) => void;
  /** Hears of requests that could not be kept for operators to look at. */
  readonly onRequestsLost: (count: number) => void;
  readonly onCall: (call: ChannelCall) => void;
  readonly onJob: (job: FinishedJob) => void;
  /** Counts the requests that a key's limit refuses. */
  readonly counting: (enter: Ports["enter"]) => Ports["enter"];
  /** The figures as a listener shows them. */
  readonly of: (listener: ListenerName, operatorToken: string) => ListenerMetrics;
}

type ListenerName = "server" | "gateway" | "worker";

/** A look of a worker at something; `again` when it has to look again later. */
interface FinishedJob {
  readonly kind: Job["kind"];
  readonly outcome: "ended" | "again" | "failed";
  readonly duration_ms: number;
}

/** `readFigures` tells what waits in the database, whenever the metrics are read. */
export function createMetrics(readFigures?: () => Promise<Figures>): Metrics {
  const register = new Registry();
  const registers = [register];
  collectDefaultMetrics({ register, prefix: "purse_" });
  const refusedByKey = new Counter({
    name: "purse_key_concurrency_refusals_total",
    help: "Requests refused with 200003: their key had as many in flight as it may",
    registers,
  });
  const inFlight = new Gauge({
    name: "purse_requests_in_flight",
    help: "Requests that have not been answered yet",
    labelNames: ["listener"],
    registers,
  });
  const overload = new Counter({
    name: "purse_overload_refusals_total",
    help: "Requests refused with 200011 because the process was overloaded",
    labelNames: ["listener"],
    registers,
  });
  const lost = new Counter({
    name: "purse_requests_unkept_total",
    help: "Requests and calls to channels that operators' lists lack, because the database was away or too slow",
    registers,
  });
  const refresh = readFigures === undefined ? undefined : backlogMetrics(registers, readFigures);
  return {
    onRequest: requests(registers),
    onJob: jobs(registers),
    onRequestsLost: (count) => lost.inc(count),
    onCall: channelCalls(registers),
    counting: (enter) => async (keyId) => {
      const leave = await enter(keyId);
      if (leave === undefined) refusedByKey.inc();
      return leave;
    },
    of: (listener, operatorToken) => {
      let figures = { inFlight: 0, refused: 0 };
      let refusedBefore = 0;
      return {
        operatorToken,
        contentType: register.contentType,
        watch(load) {
          figures = load.figures;
        },
        async read() {
          await refresh?.();
          inFlight.set({ listener }, figures.inFlight);
          overload.inc({ listener }, figures.refused - refusedBefore);
          refusedBefore = figures.refused;
          return register.metrics();
        },
      };
    },
  };
}

/** Rate, errors and duration: operations and codes are as many as the contract has. */
function requests(registers: Registry[]): Metrics["onRequest"] {
  const answered = new Counter({
    name: "purse_requests_total",
    help: "Requests by operation and code; 0 is success, gone that the caller did not wait",
    labelNames: ["listener", "operation", "code"],
    registers,
  });
  const seconds = new Histogram({
    name: "purse_request_seconds",
    help: "How long requests take, from their headers to the end of the answer",
    labelNames: ["listener", "operation"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  return (listener, { operation, code, duration_ms }) => {
    const labels = { listener, operation: operation ?? "none" };
    answered.inc({ ...labels, code: code ?? "gone" });
    seconds.observe(labels, duration_ms / 1000);
  };
}

function jobs(registers: Registry[]): Metrics["onJob"] {
  const looks = new Counter({
    name: "purse_jobs_total",
    help: "Looks of this process's worker at what was left open, by what came of them",
    labelNames: ["kind", "outcome"],
    registers,
  });
  const seconds = new Histogram({
    name: "purse_job_seconds",
    help: "How long such a look takes",
    labelNames: ["kind"],
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  return ({ kind, outcome, duration_ms }) => {
    looks.inc({ kind, outcome });
    seconds.observe({ kind }, duration_ms / 1000);
  };
}

function channelCalls(registers: Registry[]): Metrics["onCall"] {
  const calls = new Counter({
    name: "purse_channel_calls_total",
    help: "Calls to payment channels, by what came of them",
    labelNames: ["channel", "operation", "outcome", "key"],
    registers,
  });
  const unforeseen = new Counter({
    name: "purse_channel_unforeseen_codes_total",
    help: "Answers of payment channels by a code that no row of the translation table knows",
    labelNames: ["channel", "operation"],
    registers,
  });
  const seconds = new Histogram({
    name: "purse_channel_call_seconds",
    help: "How long calls to payment channels take",
    labelNames: ["channel", "operation"],
    buckets: [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 4],
    registers,
  });
  return ({ channel, operation, outcome, key, is_unforeseen, duration_ms }) => {
    calls.inc({ channel, operation, outcome, key: key ?? "" });
    if (is_unforeseen) unforeseen.inc({ channel, operation });
    seconds.observe({ channel, operation }, duration_ms / 1000);
  };
}
