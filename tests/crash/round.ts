import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readBank } from "./load/bank.ts";
import { Client } from "./load/client.ts";
import { Journal } from "./load/journal.ts";
import { type LoadedMerchant, openMerchant } from "./load/merchant.ts";
import { resolveWithdrawals, settleAtChannels } from "./load/people.ts";
import { Reads } from "./load/reads.ts";
import { type Charges, type Shift, work } from "./load/worker.ts";
import { judge, type Testimony } from "./oracle/oracle.ts";
import { probe } from "./oracle/probes.ts";
import type { Violation } from "./oracle/violation.ts";
import type { Random } from "./random.ts";
import { recover } from "./recover.ts";
import type { Schedule, Scheduled } from "./schedule.ts";
import { settle } from "./settle.ts";
import type { World } from "./world/world.ts";

export interface RoundReport {
  readonly seed: number;
  readonly faults: readonly Scheduled[];
  readonly violations: readonly Violation[];
  readonly testimony: Testimony;
  readonly requests: number;
  readonly acknowledged: number;
  /** Clients that were never told what came of it. */
  readonly unknown: number;
  readonly movements: number;
  readonly reads: number;
  readonly bankReads: number;
  /** From the last fault's end until every replica was ready and moved money, in milliseconds. */
  readonly recoveryMs: number;
}

export interface RoundOptions {
  readonly workers: number;
  /** How long clients ask again once their shift is over. */
  readonly patienceMs?: number;
}

/** Clients at work while things go wrong; then the oracle. */
export async function runRound(
  world: World,
  { seed, faults, random }: Schedule,
  { workers, patienceMs = 25_000 }: RoundOptions,
): Promise<RoundReport> {
  const urls = world.sites.map(({ replica }) => replica.url);
  const journal = await Journal.open(join(world.cluster.directory, `journal-${seed}.ndjson`));
  const setUp = new Client(urls, journal, random.fork());
  // Names are unique in a database, which sees more rounds than one.
  const name = `${seed}-${Date.now()}`;
  const merchants = await Promise.all([
    openMerchant(world, setUp, `a-${name}`),
    openMerchant(world, setUp, `b-${name}`, { signs: true }),
    openMerchant(world, setUp, `c-${name}`, { isBank: true }),
  ]);
  const reads = new Reads();
  const charges: Charges = { paid: [], waiting: [] };
  let over = false;
  let giveUpAt = Number.POSITIVE_INFINITY;
  const clients = Array.from({ length: workers }, () => new Client(urls, journal, random.fork()));
  const shifts = clients.map(
    (client, index): Shift => ({
      client,
      merchants,
      reads,
      charges,
      random: random.fork(),
      prefix: `${seed}-${index}`,
      until: () => giveUpAt,
      isOver: () => over,
    }),
  );
  const bank = readBank(world, merchants[2]!, setUp);
  const people = random.fork();
  const working = Promise.all([
    ...shifts.map(work),
    (async () => {
      while (!over) {
        await sleep(200);
        // Whoever finds a door closed comes again.
        await settleAtChannels(world, merchants, people).catch(() => {});
        await resolveWithdrawals(world, merchants, people).catch(() => {});
      }
    })(),
  ]);
  const end = async (patience: number) => {
    over = true;
    giveUpAt = performance.now() + patience;
    await working;
    return bank.stop();
  };
  const recoveryMs = await suffer(world, faults, journal, merchants[2]!, random).catch(
    async (error: unknown) => {
      await end(0);
      throw error;
    },
  );
  const { bySql, byApi } = await end(patienceMs);
  await settle(world, merchants, setUp, journal.entries, random);
  const testimony = { merchants, entries: journal.entries, reads: reads.all };
  const probed = await probe(setUp, merchants, journal.entries, random);
  const { violations, ...counted } = await judge(world, testimony, false);
  for (const client of [...clients, setUp]) await client.close();
  await journal.close();
  const wrong = bank.wrong.map((subject) => ({ rule: "a bank's money stays what it is", subject }));
  return {
    seed,
    faults,
    violations: [...violations, ...wrong, ...probed],
    testimony,
    requests: journal.entries.reduce((sum, { attempts }) => sum + attempts, 0),
    acknowledged: journal.entries.filter(({ answer }) => answer?.status === 200).length,
    unknown: journal.entries.filter(({ answer }) => answer === undefined).length,
    bankReads: bySql + byApi,
    recoveryMs,
    ...counted,
  };
}

/** Lets everything go wrong that is to; answers how long it took to recover. */
async function suffer(
  world: World,
  faults: readonly Scheduled[],
  journal: Journal,
  bank: LoadedMerchant,
  random: Random,
): Promise<number> {
  await goWrong(world, faults);
  const recoveryMs = await recover(world, journal, bank, random, performance.now());
  await sleep(300);
  return recoveryMs;
}

/** Lets every fault begin at its time and end after its own, each apart from the others. */
async function goWrong(world: World, faults: readonly Scheduled[]): Promise<void> {
  await sleep(faults.length === 0 ? 3000 : 0);
  await Promise.all(
    faults.map(async ({ atMs, forMs, begin }) => {
      await sleep(atMs);
      const mend = await begin(world);
      await sleep(forMs);
      await mend();
    }),
  );
}
