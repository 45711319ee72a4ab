import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "./load/client.ts";
import type { Journal } from "./load/journal.ts";
import type { LoadedMerchant } from "./load/merchant.ts";
import type { Random } from "./random.ts";
import type { World } from "./world/world.ts";

/** Mends whatever faults that came together have left, and nothing that the product mends itself. */
async function mendAll({ cluster, sites, receiver, channels }: World): Promise<void> {
  for (const { replica, toDatabase, toChannels } of sites) {
    toDatabase.weather = { kind: "fair" };
    toChannels.weather = { kind: "fair" };
    await replica.setClock(0);
    replica.signal("SIGCONT");
  }
  receiver.mood = "well";
  await cluster.disk?.free();
  await cluster.start();
  await channels.clearFaults();
  for (const { replica } of sites) await replica.start();
}

/** Waits until each replica is ready and moves money; answers how long that took. */
export async function recover(
  world: World,
  journal: Journal,
  bank: LoadedMerchant,
  random: Random,
  since: number,
): Promise<number> {
  await mendAll(world);
  const moved = world.sites.map(async ({ replica }, index) => {
    await replica.ready();
    const client = new Client([replica.url], journal, random.fork());
    const [wallet_id, to_wallet_id] = bank.userIds;
    for (let attempt = 0; ; attempt++) {
      const no = `probe-${index}-${attempt}-${Math.round(since)}`;
      const body = { channel: "balance", wallet_id, to_wallet_id, amount: 1, transfer_no: no };
      const intent = {
        noun: "transfer" as const,
        no,
        merchant: 2,
        path: "/v1/transfers",
        body,
        idempotencyKey: undefined,
      };
      const entry = await client.ask(bank.holder, intent, () => 0);
      if (entry.answer?.status === 200 || entry.answer?.key === "balance_insufficient") break;
      if (performance.now() > since + 60_000) throw new Error("a replica does not recover");
      await sleep(50);
    }
    await client.close();
  });
  await Promise.all(moved);
  return performance.now() - since;
}
