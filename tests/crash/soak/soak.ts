import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "../load/client.ts";
import { Journal } from "../load/journal.ts";
import { openMerchant } from "../load/merchant.ts";
import { resolveWithdrawals, settleAtChannels } from "../load/people.ts";
import { Reads } from "../load/reads.ts";
import { type Charges, work } from "../load/worker.ts";
import { judge } from "../oracle/oracle.ts";
import type { Violation } from "../oracle/violation.ts";
import { Random } from "../random.ts";
import { settle, settleAll } from "../settle.ts";
import { openWorld } from "../world/world.ts";
import { takeSample } from "./sample.ts";
import { checkTrend } from "./trend.ts";

export interface SoakOptions {
  readonly seed: number;
  readonly minutes: number;
  readonly workers: number;
  readonly print: (line: string) => void;
}

const garbageCollector = join(import.meta.dirname, "collect-garbage.ts");
const sampleEveryMs = 30_000;
const settleMs = 240_000;

/** The same moderate load for a long time: nothing may be lost, and nothing may grow or slow down. */
export async function soak({ seed, minutes, workers, print }: SoakOptions): Promise<boolean> {
  const random = new Random(seed);
  const world = await openWorld({ replicas: 1, seed, preload: garbageCollector });
  let ok = false;
  try {
    const urls = world.sites.map(({ replica }) => replica.url);
    const journal = await Journal.open(join(world.cluster.directory, "journal.ndjson"));
    const clientOf = () => new Client(urls, journal, random.fork());
    const setUp = clientOf();
    const merchants = await Promise.all([
      openMerchant(world, setUp, "a"),
      openMerchant(world, setUp, "b", { signs: true }),
      openMerchant(world, setUp, "c", { isBank: true }),
    ]);
    const reads = new Reads();
    const charges: Charges = { paid: [], waiting: [] };
    let over = false;
    const shifts = Array.from({ length: workers }, (_, index) => ({
      client: clientOf(),
      merchants,
      reads,
      charges,
      random: random.fork(),
      prefix: `soak-${index}`,
      until: () => (over ? 0 : Number.POSITIVE_INFINITY),
      isOver: () => over,
    }));
    const people = random.fork();
    const working = Promise.all([
      ...shifts.map(work),
      (async () => {
        while (!over) {
          await sleep(500);
          await settleAtChannels(world, merchants, people);
          await resolveWithdrawals(world, merchants, people);
        }
      })(),
    ]);
    const samples = [];
    const until = performance.now() + minutes * 60_000;
    while (performance.now() < until) {
      const since = performance.now();
      await sleep(sampleEveryMs);
      const sample = await takeSample(world, journal.entries, since);
      samples.push(sample);
      const { atMinutes: _, ...figures } = sample;
      print(
        Object.entries(figures)
          .map(([name, value]) => `${name} ${value.toFixed(1)}`)
          .join(", "),
      );
    }
    over = true;
    await working;
    await settle(world, merchants, setUp, journal.entries, random);
    await settleAll(world, merchants, random, settleMs);
    const testimony = { merchants, entries: journal.entries, reads: reads.all };
    const { violations, movements } = await judge(world, testimony, true);
    print(`${journal.entries.length} asked for, ${movements} movements`);
    const found: Violation[] = [...violations, ...checkTrend(samples)];
    for (const { rule, subject } of found.slice(0, 40)) print(`BROKEN ${rule}: ${subject}`);
    for (const { client } of shifts) await client.close();
    await setUp.close();
    await journal.close();
    ok = found.length === 0;
  } finally {
    await world.close();
  }
  return ok;
}
