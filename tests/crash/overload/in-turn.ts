import { setTimeout as sleep } from "node:timers/promises";
import { type Arrival, send } from "./arrivals.ts";
import { type Asked, Connections } from "./connections.ts";

/** So many clients, each of which asks for one thing behind the other (a closed loop). */
export async function askInTurn<A extends Asked>(
  url: string,
  { clients, seconds }: { readonly clients: number; readonly seconds: number },
  nextRequest: () => A,
): Promise<Arrival<A>[]> {
  const connections = new Connections(url, clients);
  const until = performance.now() + seconds * 1000;
  const arrivals: Arrival<A>[] = [];
  const work = async () => {
    while (performance.now() < until) {
      const arrival = await send(connections, nextRequest(), performance.now());
      arrivals.push(arrival);
      // Whoever is turned away at once would do nothing else than ask.
      if (arrival.answer?.status !== 200) await sleep(20);
    }
  };
  await Promise.all(Array.from({ length: clients }, work));
  connections.close();
  return arrivals;
}
