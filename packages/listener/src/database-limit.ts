/** While all are taken on: 256 callers that ask one behind the other are served, and wait for it. */
const calmMax = 288;
/** In a flood as many as the database answers in so many milliseconds, a call: they wait little. */
const answeredMs = 12;
/** As many as keep a database busy that is slower than that. */
const floodedMin = 16;
/** How long it is a flood after somebody was turned away, in milliseconds. */
const floodMs = 1000;

/** What is done at the database. */
export interface DatabaseUse {
  /** Calls that are there now, or wait for it. */
  readonly underWay: number;
  /** Calls that have come to their end since the process began. */
  readonly ended: number;
}

/** How many may be at the database. */
export interface DatabaseLimit {
  /** Whether who comes now would only make all wait longer. */
  readonly isReached: () => boolean;
  /** Hears that somebody was turned away. */
  readonly turnedAway: () => void;
  /** Looks at what the database has done since the last look. */
  readonly look: () => void;
}

export function databaseLimit(use: () => DatabaseUse): DatabaseLimit {
  let floodedUntil = Number.NEGATIVE_INFINITY;
  let floodedMax = floodedMin;
  let last = { at: performance.now(), ended: use().ended };
  return {
    isReached() {
      const { underWay } = use();
      return underWay >= calmMax || (underWay >= floodedMax && performance.now() < floodedUntil);
    },
    turnedAway() {
      floodedUntil = performance.now() + floodMs;
    },
    look() {
      const now = { at: performance.now(), ended: use().ended };
      const answered = ((now.ended - last.ended) / (now.at - last.at)) * answeredMs;
      // Half of it each time: a pause of the database's is none of a second.
      floodedMax = Math.min(calmMax, Math.max(floodedMin, (floodedMax + answered) / 2));
      last = now;
    },
  };
}
