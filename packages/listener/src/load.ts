import { getHeapStatistics } from "node:v8";

/** Requests in flight at once; more would only wait for each other. */
const inFlightMax = 512;
/** How late the event loop may be, twice in a row, in milliseconds. */
const lateMsMax = 300;
/** How many may wait for a connection to the database: who comes then would wait longest of all. */
const waitingMax = 64;
/** The same while more are turned away than are taken on, so that those wait as little as may be. */
const floodedWaitingMax = 8;
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
  /** How many wait for a connection to the database now: what is taken on waits behind them. */
  readonly waiting?: (() => number) | undefined;
}

/**
 * Watches the requests in flight, the event loop and the heap, so that new work is refused while
 * what was taken on can still be finished.
 */
export function watchLoad({
  inFlightMax: max = inFlightMax,
  waiting = () => 0,
}: LoadOptions = {}): Load {
  const figures = { inFlight: 0, refused: 0 };
  let trouble: string | undefined;
  let lookedAt = performance.now();
  let lateLooks = 0;
  let isFlooded = false;
  let [takenOn, turnedAway] = [0, 0];
  const timer = setInterval(() => {
    const now = performance.now();
    // One long task is no overload; a loop that is late each time is.
    lateLooks = now - lookedAt > lookEveryMs + lateMsMax ? lateLooks + 1 : 0;
    lookedAt = now;
    trouble = troubleOf(lateLooks);
    isFlooded = turnedAway > takenOn;
    turnedAway = takenOn = 0;
  }, lookEveryMs).unref();
  const isCrowded = () => waiting() >= (isFlooded ? floodedWaitingMax : waitingMax);
  const refusal = () =>
    figures.inFlight >= max ? `overloaded: ${max} requests in flight` : trouble;
  return {
    figures,
    refusal,
    refuse() {
      const why = refusal() ?? (isCrowded() ? "overloaded: too many wait" : undefined);
      if (why === undefined) takenOn += 1;
      else {
        figures.refused += 1;
        turnedAway += 1;
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
