import type { Asked } from "./connections.ts";
import { isAccepted } from "./figures.ts";
import { askInTurn } from "./in-turn.ts";

/** How many requests a second a server answers to so many clients that ask one behind the other. */
export async function capacityOf(
  url: string,
  clients: number,
  seconds: number,
  nextRequest: () => Asked,
): Promise<number> {
  const arrivals = await askInTurn(url, { clients, seconds }, nextRequest);
  return arrivals.filter(isAccepted).length / seconds;
}
