import { join } from "node:path";
import pg from "pg";
import { Client } from "../load/client.ts";
import { Journal } from "../load/journal.ts";
import { type LoadedMerchant, openMerchant } from "../load/merchant.ts";
import { checkLedger } from "../oracle/ledger-rules.ts";
import type { Violation } from "../oracle/violation.ts";
import { Random } from "../random.ts";
import { openWorld, type World } from "../world/world.ts";
import { atTheLimit } from "./at-the-limit.ts";
import { dispatched } from "./dispatched.ts";
import { fewWallets } from "./few-wallets.ts";
import { notified } from "./notified.ts";
import { sameKey } from "./same-key.ts";

/** What a case of many who want the same has to do with. */
export interface Contention {
  readonly world: World;
  /** Of the replicas' servers. */
  readonly urls: readonly string[];
  readonly merchants: readonly [LoadedMerchant, LoadedMerchant];
  readonly random: Random;
  readonly print: (line: string) => void;
}

const cases = [fewWallets, sameKey, atTheLimit, notified, dispatched];

/** Many want the same at once, by two replicas: one case after another. Answers whether all held. */
export async function contend(seed: number, print: (line: string) => void): Promise<boolean> {
  const random = new Random(seed);
  const world = await openWorld({ replicas: 2, seed, hasClock: false });
  try {
    const urls = world.sites.map(({ replica }) => replica.url);
    const journal = await Journal.open(join(world.cluster.directory, "journal.ndjson"));
    const setUp = new Client(urls, journal, random.fork());
    const merchants = [
      await openMerchant(world, setUp, "a"),
      await openMerchant(world, setUp, "b"),
    ] as const;
    await setUp.close();
    await journal.close();
    const violations: Violation[] = [];
    for (const contending of cases) {
      violations.push(...(await contending({ world, urls, merchants, random, print })));
    }
    violations.push(...(await booksOf(world, merchants)));
    for (const { rule, subject } of violations.slice(0, 40)) print(`BROKEN ${rule}: ${subject}`);
    return violations.length === 0;
  } finally {
    await world.close();
  }
}

async function booksOf({ cluster, database }: World, merchants: readonly LoadedMerchant[]) {
  const session = new pg.Client({ connectionString: cluster.urlOf(database) });
  await session.connect();
  const query = async (sql: string, values: unknown[]) => (await session.query(sql, values)).rows;
  const ids = merchants.map(({ merchantId }) => merchantId);
  const violations = await checkLedger(query, ids);
  await session.end();
  return violations;
}
