import { PurseError, registry } from "@purse/contract";

/** How long a request may take by default, in milliseconds. */
export const requestTimeLimitMs = 10_000;

/**
 * Fails with `request_time_out` when the work takes longer; what it brings then is dropped. Nobody
 * hears a rejection behind the first: a fault of ours that comes late goes to `onLateFault`.
 */
export function withTimeLimit<T>(
  work: () => Promise<T>,
  limitMs: number,
  onLateFault: (error: unknown) => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      reject(new PurseError(registry.get("request_time_out")));
    }, limitMs);
    work().then(
      (value) => {
        clearTimeout(timer);
        resolve(value);
      },
      (error: unknown) => {
        clearTimeout(timer);
        if (late && !(error instanceof PurseError)) onLateFault(error);
        reject(error);
      },
    );
  });
}
