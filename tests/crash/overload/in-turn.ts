import { setTimeout as sleep } from "node:timers/promises";
import { Pool } from "undici";
import { type Arrival, type Asked, send } from "./arrivals.ts";

/** So many clients, each of which asks for one thing behind the other (a closed loop). */
export async function askInTurn<A extends Asked>(
  url: string,
  { clients, seconds }: { readonly clients: number; readonly seconds: number },
  nextRequest: () => A,
): Promise<Arrival<A>[]> {
  const pool = new Pool(url, { connections: clients, pipelining: 1 });
  const until = performance.now() + seconds * 1000;
  const arrivals: Arrival<A>[] = [];
  const work = async () => {
    while (performance.now() < until) {
      const arrival = await send(pool, nextRequest(), performance.now());
      arrivals.push(arrival);
      // Whoever is turned away at once would do nothing else than ask.
      if (arrival.answer?.status !== 200) await sleep(20);
    }
  };
  await Promise.all(Array.from({ length: clients }, work));
  await pool.close();
  return arrivals;
}
