import type { IncomingMessage } from "node:http";
import type { RequestObserver, RequestRecord, Surrounding } from "@purse/listener";
import type { RequestLog } from "@purse/storage";
import type { Logger } from "pino";
import type { Metrics } from "./metrics.ts";

interface Observing {
  readonly metrics: Pick<Metrics, "onRequest">;
  readonly requests: RequestLog;
  readonly surround?: ((request: IncomingMessage) => Surrounding) | undefined;
}

/** Tells the log, the figures and the request log of what a listener answers. */
export function observing({ metrics, requests, surround }: Observing) {
  return (listener: "server" | "gateway", logger: Logger): RequestObserver => ({
    surround,
    onRequest(record) {
      logRequest(logger, record);
      metrics.onRequest(listener, record);
      requests.keep(record);
    },
  });
}

/** One line a request. What is not our fault is worth no more than what went well. */
function logRequest(logger: Logger, { at: _, ...record }: RequestRecord): void {
  const { method, operation, path, status } = record;
  const level = (status ?? 0) >= 500 ? "warn" : "info";
  logger[level](record, `${method} ${operation ?? path}: ${status ?? "the caller had gone"}`);
}
