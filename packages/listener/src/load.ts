import { getHeapStatistics } from "node:v8";

/** Requests in flight at once; more would only wait for each other. */
const inFlightMax = 512;
/** How late the event loop may be, twice in a row, in milliseconds. */
const lateMsMax = 300;
/** How many may be at the database or wait for it: who comes then would wait longest of all. */
const atDatabaseMax = 288;
/** The same in a flood: as many as keep the database busy, so that they wait as little as may be. */
const floodedMax = 48;
/** How long it is a flood after somebody was turned away, in milliseconds. */
const floodMs = 1000;
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
  /** How many are at the database or wait for it now: what is taken on waits with them. */
  readonly atDatabase?: (() => number) | undefined;
}

/**
 * Watches the requests in flight, the event loop and the heap, so that new work is refused while
 * what was taken on can still be finished.
 */
export function watchLoad({
  inFlightMax: max = inFlightMax,
  atDatabase = () => 0,
}: LoadOptions = {}): Load {
  const figures = { inFlight: 0, refused: 0 };
  let trouble: string | undefined;
  let lookedAt = performance.now();
  let lateLooks = 0;
  let floodedUntil = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    // One long task is no overload; a loop that is late each time is.
    lateLooks = now - lookedAt > lookEveryMs + lateMsMax ? lateLooks + 1 : 0;
    lookedAt = now;
    trouble = troubleOf(lateLooks);
  }, lookEveryMs).unref();
  const isCrowded = () => {
    const count = atDatabase();
    return count >= atDatabaseMax || (count >= floodedMax && performance.now() < floodedUntil);
  };
  const refusal = () =>
    figures.inFlight >= max ? `overloaded: ${max} requests in flight` : trouble;
  return {
    figures,
    refusal,
    refuse() {
      const why = refusal() ?? (isCrowded() ? "overloaded: too many wait" : undefined);
      if (why !== undefined) {
        figures.refused += 1;
        floodedUntil = performance.now() + floodMs;
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
