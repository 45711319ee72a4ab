import { setTimeout as sleep } from "node:timers/promises";

/** Does something again and again, whether or not it can be done, until what it answers is called. */
export function repeat(act: () => Promise<unknown>, everyMs: number): () => Promise<void> {
  let over = false;
  const repeating = (async () => {
    while (!over) {
      await act().catch(() => {});
      await sleep(everyMs);
    }
  })();
  return () => {
    over = true;
    return repeating;
  };
}
