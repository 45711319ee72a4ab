import { openHouse } from "../compose.ts";
import type { Config } from "../config.ts";
import { createLogger } from "../logger.ts";
import { closeOnSignal } from "../shutdown.ts";
import { listenGateway, listenServer } from "../transports.ts";

/** The two transports that `purse serve` can run, both unless one is named. */
export type Transport = "server" | "gateway";

/** A replica for production: no demo, nothing printed but the log. */
export async function serve(config: Config, only: Transport | undefined): Promise<void> {
  const logger = createLogger(config);
  const house = await openHouse(config, logger);
  const listening = [];
  try {
    if (only !== "gateway") listening.push(await listenServer(house, config, logger));
    if (only !== "server") listening.push(await listenGateway(house, config, logger));
  } catch (error) {
    for (const { close } of listening) await close();
    await house.close();
    throw error;
  }
  closeOnSignal(logger, [...listening.map(({ close }) => close), house.close]);
  logger.info({ urls: listening.map(({ url }) => url) }, "listening");
}
