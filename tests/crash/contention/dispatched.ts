import { setTimeout as sleep } from "node:timers/promises";
import type { Violation } from "../oracle/violation.ts";
import { limit } from "../overload/judge-arrivals.ts";
import { askUntilTold } from "./ask.ts";
import type { Contention } from "./contention.ts";

const events = 1000;
const clients = 16;
/** Longer than a lease on a delivery, and than the first pause behind a failure. */
const limitMs = 120_000;

/** A thousand events, and a replica that is killed while it sends them: each arrives, few twice. */
export async function dispatched({
  world: { sites, receiver },
  urls,
  merchants: [, merchant],
  print,
}: Contention): Promise<Violation[]> {
  const received = receiver.received.get(merchant.keyId)!;
  const before = received.length;
  const url = urls[1]!;
  let next = 0;
  const parties = { wallet_id: merchant.walletId, payer_wallet_id: merchant.userIds[3] };
  const made: string[] = [];
  const making = Promise.all(
    Array.from({ length: clients }, async () => {
      while (next < events) {
        const order_no = `sent-${next++}`;
        const body = { channel: "balance", ...parties, order_no, amount: 1 };
        const { data } = await askUntilTold(url, merchant.holder.apiKey, {
          path: "/v1/charges",
          body,
        });
        made.push(data.id);
      }
    }),
  );
  while (received.length < before + events / 3) await sleep(10);
  const { replica } = sites[0]!;
  await replica.kill();
  await making;
  const since = performance.now();
  const arrived = () => new Set(received.slice(before).map(({ resource_id }) => resource_id));
  while (made.some((id) => !arrived().has(id)) && performance.now() < since + limitMs) {
    await sleep(100);
  }
  const took = performance.now() - since;
  const missing = made.filter((id) => !arrived().has(id)).length;
  const twice = received.length - before - arrived().size;
  await replica.start();
  await replica.ready();
  print(
    `a killed dispatcher  ${events - missing} of ${events} events arrived, the last ${(took / 1000).toFixed(1)} s behind the last charge; ${twice} twice`,
  );
  return [
    ...limit("events that did not arrive", missing, 0, ""),
    ...limit("events that came twice", twice, events / 100, ""),
  ];
}
