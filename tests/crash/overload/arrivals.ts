import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";
import type { Random } from "../random.ts";

/** A request as it goes out. */
export interface Asked {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

/** What came of a request; times in milliseconds, by `performance.now()`. */
export interface Arrival<A extends Asked> {
  readonly asked: A;
  readonly dueAt: number;
  /** How long after it was due it went out: the sender's own lateness. */
  readonly sentLateMs: number;
  /** From when it was due to its whole answer, however late it went out. */
  readonly latencyMs: number;
  /** Undefined: there was no answer. */
  readonly answer: { readonly status: number; readonly text: string } | undefined;
}

/** More than a server takes on at once: nobody waits here for another's answer. */
const connectionsMax = 2000;
const timeLimitMs = 15_000;

/**
 * Sends requests at times that chance alone decides on, so many a second on the average, whatever
 * becomes of those before (an open loop): what waits for a slow server is counted as waiting.
 */
export async function arrive<A extends Asked>(
  url: string,
  {
    perSecond,
    seconds,
    random,
  }: { readonly perSecond: number; readonly seconds: number; readonly random: Random },
  nextRequest: () => A,
): Promise<Arrival<A>[]> {
  const pool = new Pool(url, {
    connections: connectionsMax,
    pipelining: 1,
    headersTimeout: timeLimitMs,
    bodyTimeout: timeLimitMs,
  });
  const gap = () => (-Math.log(1 - random.next()) * 1000) / perSecond;
  const until = performance.now() + seconds * 1000;
  const sent: Promise<Arrival<A>>[] = [];
  for (let dueAt = performance.now() + gap(); dueAt < until; ) {
    for (; dueAt <= performance.now() && dueAt < until; dueAt += gap()) {
      sent.push(send(pool, nextRequest(), dueAt));
    }
    await sleep(1);
  }
  const arrivals = await Promise.all(sent);
  await pool.destroy();
  return arrivals;
}

/** Sends a request; its answer, and how long it took from when it was due. */
export async function send<A extends Asked>(
  pool: Pool,
  asked: A,
  dueAt: number,
): Promise<Arrival<A>> {
  const sentLateMs = performance.now() - dueAt;
  const { method, path, headers, body = null } = asked;
  const answer = await pool.request({ method, path, headers, body }).then(
    async ({ statusCode, body }) => ({ status: statusCode, text: await body.text() }),
    () => undefined,
  );
  return { asked, dueAt, sentLateMs, latencyMs: performance.now() - dueAt, answer };
}
