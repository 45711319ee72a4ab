import { Pool } from "undici";
import type { Asked } from "./arrivals.ts";

/** How many requests a second a server answers to so many clients that ask one behind the other. */
export async function capacityOf(
  url: string,
  clients: number,
  seconds: number,
  nextRequest: () => Asked,
): Promise<number> {
  const pool = new Pool(url, { connections: clients, pipelining: 1 });
  const until = performance.now() + seconds * 1000;
  let accepted = 0;
  const work = async () => {
    while (performance.now() < until) {
      const { method, path, headers, body = null } = nextRequest();
      const answer = await pool.request({ method, path, headers, body });
      await answer.body.dump();
      if (answer.statusCode === 200) accepted += 1;
    }
  };
  await Promise.all(Array.from({ length: clients }, work));
  await pool.close();
  return accepted / seconds;
}
