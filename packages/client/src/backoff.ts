const firstMs = 500;
const mostMs = 8000;

/** The longest that a server's Retry-After is waited for; a caller had rather hear of longer ones. */
const patienceMs = 30_000;

/**
 * How long to wait before the next attempt, `attempt` counting from 0: a random part of a time that
 * doubles (full jitter), on top of what the server asked for. undefined: too long to wait.
 */
export function backoffMs(attempt: number, retryAfterMs = 0): number | undefined {
  if (retryAfterMs > patienceMs) return undefined;
  // biome-ignore lint/plugin: spreads retries, and keeps no secret.
  return retryAfterMs + Math.random() * Math.min(mostMs, firstMs * 2 ** attempt);
}

/** The milliseconds of a Retry-After, in seconds or as a date (RFC 9110 section 10.2.3). */
export function retryAfterMs(header: string | null): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? undefined : Math.max(0, ms);
}

/** Resolves after a while; rejects with the signal's reason when that comes first. */
export function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal?.addEventListener("abort", stop, { once: true });
    if (signal?.aborted) stop();
  });
}
