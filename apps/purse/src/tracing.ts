import type { IncomingMessage } from "node:http";
import type { Storage } from "@purse/core";
import type { Surrounding } from "@purse/listener";
import type { Closer } from "./shutdown.ts";

/** What a span tells of itself: numbers and names, no secret and nothing of a body. */
type Attributes = Readonly<Record<string, string | number>>;

/** Spans of what this process does. */
export interface Tracing {
  /** A request's span, a child of its caller's if a traceparent came with it. */
  readonly surround: (request: IncomingMessage) => Surrounding;
  readonly span: <T>(name: string, attributes: Attributes, work: () => Promise<T>) => Promise<T>;
  /** A call to somebody else that has just come to its end. */
  readonly called: (name: string, attributes: Attributes, durationMs: number, ok: boolean) => void;
  /** Does work as the child of a span that may be long gone. */
  readonly continuing: <T>(traceparent: string | undefined, work: () => T) => T;
  /** The running span, as W3C's Trace Context writes it. */
  readonly traceparent: () => string | undefined;
  /** Sends what is left. */
  readonly close: Closer;
}

/** Tracing to an OTLP endpoint; without one nothing is loaded and nothing done. */
export async function openTracing(endpoint: string | undefined): Promise<Tracing | undefined> {
  if (endpoint === undefined) return undefined;
  const { openTelemetry } = await import("./open-telemetry.ts");
  return openTelemetry(endpoint);
}

/** The storage with a span around each transaction. */
export function tracedStorage(storage: Storage, { span }: Tracing): Storage {
  const attributes = { "db.system.name": "postgresql" };
  return {
    ...storage,
    transaction: (merchantId, work) =>
      span("transaction", attributes, () => storage.transaction(merchantId, work)),
    shared: (merchantId, work) =>
      span("transaction", attributes, () => storage.shared(merchantId, work)),
    snapshot: (merchantId, work) =>
      span("snapshot", attributes, () => storage.snapshot(merchantId, work)),
    operatorTransaction: (work) =>
      span("transaction", attributes, () => storage.operatorTransaction(work)),
  };
}
