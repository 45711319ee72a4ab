import { createTrialMerchant, furnish, type House, type TrialMerchant } from "@purse/purse";
import { migrate, migrateJobs, openPostgres, readMigrations } from "@purse/storage";

/** A Purse without a server over an empty database, whose schema it makes. */
export async function openHouse(url: string): Promise<House> {
  const database = openPostgres({ url, onConnectionError: () => {} });
  await migrate(database, await readMigrations());
  await migrateJobs(database);
  return furnish(database);
}

/** Merchants with so many users each, whose wallets have money. */
export async function makeMerchants(
  { core }: House,
  count: number,
  users: number,
): Promise<readonly TrialMerchant[]> {
  const made: TrialMerchant[] = [];
  for (let n = 0; n < count; n += 1) {
    made.push(await createTrialMerchant(core, `merchant ${n}`, users));
  }
  return made;
}
