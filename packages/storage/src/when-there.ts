import pRetry from "p-retry";
import { isUnavailable } from "./transaction.ts";

/** How long a process that begins waits for its database. */
const waitMsMax = 30_000;

/**
 * Does what a process begins with, again and again while the database is away: it may be starting or
 * recovering as well, and to end and be started anew takes longer than to wait for it.
 */
export function whenThere<T>(work: () => Promise<T>, onAway: (error: unknown) => void): Promise<T> {
  return pRetry(work, {
    retries: Number.POSITIVE_INFINITY,
    maxRetryTime: waitMsMax,
    minTimeout: 100,
    maxTimeout: 1000,
    factor: 1.5,
    shouldRetry({ error, attemptNumber }) {
      const isAway = isUnavailable(error);
      if (isAway && attemptNumber === 1) onAway(error);
      return isAway;
    },
  });
}
