import type { Core } from "@purse/core";
import { openHouse } from "./compose.ts";
import type { Config } from "./config.ts";
import { createLogger } from "./logger.ts";

/** Opens the house for one command and closes it behind it. */
export async function withCore<T>(config: Config, work: (core: Core) => Promise<T>): Promise<T> {
  const house = await openHouse(config, createLogger({ PURSE_LOG_LEVEL: "warn" }));
  try {
    return await work(house.core);
  } finally {
    await house.close();
  }
}
