import { getHeapStatistics } from "node:v8";
import { type DatabaseUse, databaseLimit } from "./database-limit.ts";

/** Requests in flight at once; more would only wait for each other. */
const inFlightMax = 512;
/** How late the event loop may be, twice in a row, in milliseconds. */
const lateMsMax = 300;
/** The part of the heap that may be in use. */
const heapShareMax = 0.9;
const lookEveryMs = 200;

/** How busy a process is, and whether it takes on any more. */
export interface Load {
  /** Why no new request can be taken on for a while, if none can. */
  readonly refusal: () => string | undefined;
  /** Why a request that has come is not taken on, if it is not: it counts as refused. */
  readonly refuse: () => string | undefined;
  readonly figures: { readonly inFlight: number; readonly refused: number };
  /** Counts a request until what it answers is called. */
  readonly enter: () => () => void;
  readonly close: () => void;
}

export interface LoadOptions {
  readonly inFlightMax?: number;
  /** What is done at the database: what is taken on waits with it. */
  readonly atDatabase?: (() => DatabaseUse) | undefined;
}

const unused = { underWay: 0, ended: 0 };

/**
 * Watches the requests in flight, the event loop and the heap, so that new work is refused while
 * what was taken on can still be finished.
 */
export function watchLoad({
  inFlightMax: max = inFlightMax,
  atDatabase = () => unused,
}: LoadOptions = {}): Load {
  const figures = { inFlight: 0, refused: 0 };
  let trouble: string | undefined;
  let lookedAt = performance.now();
  let lateLooks = 0;
  const limit = databaseLimit(atDatabase);
  const timer = setInterval(() => {
    const now = performance.now();
    // One long task is no overload; a loop that is late each time is.
    lateLooks = now - lookedAt > lookEveryMs + lateMsMax ? lateLooks + 1 : 0;
    lookedAt = now;
    trouble = troubleOf(lateLooks);
    limit.look();
  }, lookEveryMs).unref();
  const refusal = () =>
    figures.inFlight >= max ? `overloaded: ${max} requests in flight` : trouble;
  return {
    figures,
    refusal,
    refuse() {
      const why = refusal() ?? (limit.isReached() ? "overloaded: too many wait" : undefined);
      if (why !== undefined) {
        figures.refused += 1;
        limit.turnedAway();
      }
      return why;
    },
    enter() {
      figures.inFlight += 1;
      let entered = true;
      return () => {
        if (entered) figures.inFlight -= 1;
        entered = false;
      };
    },
    close: () => clearInterval(timer),
  };
}

function troubleOf(lateLooks: number): string | undefined {
  if (lateLooks >= 2) return "overloaded: the event loop is late";
  const { used_heap_size, heap_size_limit } = getHeapStatistics();
  if (used_heap_size > heapShareMax * heap_size_limit) return "overloaded: memory runs short";
  return undefined;
}
