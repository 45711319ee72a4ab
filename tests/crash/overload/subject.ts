import { createTrialMerchant, furnish, type TrialMerchant } from "@purse/purse";
import { migrate, migrateJobs, openPostgres, readMigrations } from "@purse/storage";
import { Cluster } from "@purse/test-postgres";
import { closeOnce } from "../world/close-once.ts";
import { Replica } from "../world/replica.ts";

const database = "purse";
const merchantCount = 8;
const walletsEach = 40;
/** Nobody asks a channel for anything, and nobody listens there. */
const channels = { port: 9 };

/** One replica by itself on a database of its own, with nothing in between. */
export interface Subject {
  readonly cluster: Cluster;
  readonly database: string;
  readonly replica: Replica;
  readonly merchants: readonly TrialMerchant[];
  readonly close: () => Promise<void>;
}

export async function openSubject(): Promise<Subject> {
  const closers: (() => Promise<void>)[] = [];
  const close = closeOnce(async () => {
    for (const each of closers.splice(0).reverse()) await each();
  });
  try {
    const opening = Cluster.open();
    closers.push(async () => (await opening).close());
    const cluster = await opening;
    await cluster.query("postgres", `create database ${database}`);
    const databaseUrl = cluster.urlOf(database);
    const merchants = await openMerchants(databaseUrl);
    const { directory } = cluster;
    const options = { name: "replica", directory, databaseUrl, channels, hasClock: false };
    const replica = await Replica.open(options);
    closers.push(() => replica.kill());
    await replica.ready();
    return { cluster, database, replica, merchants, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openMerchants(url: string): Promise<TrialMerchant[]> {
  const opened = openPostgres({ url, onConnectionError: () => {} });
  await migrate(opened, await readMigrations());
  await migrateJobs(opened);
  const house = furnish(opened);
  const merchants = [];
  for (let number = 1; number <= merchantCount; number++) {
    merchants.push(await createTrialMerchant(house.core, `merchant ${number}`, walletsEach));
  }
  await house.close();
  return merchants;
}
