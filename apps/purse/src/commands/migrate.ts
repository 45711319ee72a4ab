import { migrateDatabase, openDatabase } from "../compose.ts";
import type { Config } from "../config.ts";
import { createLogger } from "../logger.ts";

/** Brings the schema up to date and does nothing else. */
export async function migrate(config: Config): Promise<void> {
  const logger = createLogger(config);
  const database = await openDatabase(config, logger);
  try {
    const applied = await migrateDatabase(database, logger);
    for (const name of applied) console.log(`applied ${name}`);
    if (applied.length === 0) console.log("up to date");
  } finally {
    await database.close();
  }
}
