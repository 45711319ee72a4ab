import { setTimeout as sleep } from "node:timers/promises";
import type { DueDelivery, Storage } from "@purse/core";

/** Attempts that one process makes at once; most of them wait for somebody's answer. */
const inHandMax = 256;
/** Attempts at one endpoint from which on it gets no more for now. */
const busyFrom = 4;
const pollMs = 1000;
/** Taken longer ago it may be another's before an attempt, of 15 s at most, has ended. */
const freshMs = 15_000;
/** How long closing waits for what is in hand, in milliseconds; the rest is sent again elsewhere. */
const closeMs = 5000;

interface DeliveryWorkerOptions {
  readonly take: Storage["takeDeliveries"];
  readonly deliver: (delivery: DueDelivery) => Promise<void>;
  /** Hears of what failed on our side; what was taken is taken again later. */
  readonly onError: (error: unknown) => void;
}

/** Sends what waits to be sent, beside any number of other processes; answers what ends it. */
export function startDeliveries(options: DeliveryWorkerOptions): () => Promise<void> {
  const { take, deliver, onError } = options;
  const inHand = new Map<Promise<void>, string>();
  let closing = false;
  let pause = new AbortController();

  function busy(): string[] {
    const counts = Map.groupBy(inHand.values(), (endpointId) => endpointId);
    return [...counts].flatMap(([id, attempts]) => (attempts.length < busyFrom ? [] : [id]));
  }

  function begin(delivery: DueDelivery): void {
    const attempt = deliver(delivery)
      .catch(onError)
      .then(() => {
        inHand.delete(attempt);
        pause.abort();
      });
    inHand.set(attempt, delivery.endpoint_id);
  }

  async function takeSome(): Promise<number> {
    const room = inHandMax - inHand.size;
    if (room === 0) return 0;
    const since = performance.now();
    const taken = await take(room, busy());
    // Behind a stop of the process they are left to whoever takes them next.
    if (performance.now() - since > freshMs) return 0;
    for (const delivery of taken) begin(delivery);
    return taken.length;
  }

  async function run(): Promise<void> {
    while (!closing) {
      pause = new AbortController();
      const { signal } = pause;
      const taken = await takeSome().catch((error: unknown) => {
        onError(error);
        return 0;
      });
      // What was taken may have more behind it; what ends meanwhile makes room for the next.
      if (taken === 0 && !closing) await sleep(pollMs, undefined, { signal }).catch(() => {});
    }
  }

  const running = run();
  return async () => {
    closing = true;
    pause.abort();
    await running;
    await Promise.race([Promise.all(inHand.keys()), sleep(closeMs, undefined, { ref: false })]);
  };
}
