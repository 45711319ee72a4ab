import { setTimeout as sleep } from "node:timers/promises";
import type { Random } from "../random.ts";
import type { Answer, Asked, Connections } from "./connections.ts";

/** What came of a request; times in milliseconds, by `performance.now()`. */
export interface Arrival<A extends Asked> {
  readonly asked: A;
  readonly dueAt: number;
  /** How long after it was due it was the sender's turn: the sender's own lateness. */
  readonly sentLateMs: number;
  /** From when it was due to its whole answer, however late it went out. */
  readonly latencyMs: number;
  /** Undefined: there was no answer. */
  readonly answer: Answer | undefined;
}

/**
 * Sends requests at times that chance alone decides on, so many a second on the average, whatever
 * becomes of those before (an open loop): what waits for a slow server is counted as waiting.
 */
export async function arrive<A extends Asked>(
  connections: Connections,
  {
    perSecond,
    seconds,
    random,
  }: { readonly perSecond: number; readonly seconds: number; readonly random: Random },
  nextRequest: () => A,
): Promise<Arrival<A>[]> {
  const gap = () => (-Math.log(1 - random.next()) * 1000) / perSecond;
  const until = performance.now() + seconds * 1000;
  const sent: Promise<Arrival<A>>[] = [];
  for (let dueAt = performance.now() + gap(); dueAt < until; ) {
    for (; dueAt <= performance.now() && dueAt < until; dueAt += gap()) {
      sent.push(send(connections, nextRequest(), dueAt));
    }
    await sleep(1);
  }
  return Promise.all(sent);
}

/** Sends a request; its answer, and how long it took from when it was due. */
export async function send<A extends Asked>(
  connections: Connections,
  asked: A,
  dueAt: number,
): Promise<Arrival<A>> {
  const sentLateMs = performance.now() - dueAt;
  const answer = await connections.ask(asked);
  return { asked, dueAt, sentLateMs, latencyMs: performance.now() - dueAt, answer };
}
