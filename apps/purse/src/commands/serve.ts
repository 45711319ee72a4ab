import type { Service } from "@purse/core";
import { openHouse } from "../compose.ts";
import type { Config } from "../config.ts";
import { createLogger } from "../logger.ts";
import type { Part } from "../parts.ts";
import { closeOnSignal } from "../shutdown.ts";
import { type Listening, listenGateway, listenServer, listenWorker } from "../transports.ts";

/** A replica for production: no demo, nothing printed but the log. */
export async function serve(
  config: Config,
  service: Service,
  only: Part | undefined,
): Promise<void> {
  const runs = (part: Part) => only === undefined || only === part;
  const logger = createLogger(config);
  const house = await openHouse(config, logger, service);
  const listening: Listening[] = [];
  try {
    if (runs("server")) listening.push(await listenServer(house, config, logger));
    if (runs("gateway")) listening.push(await listenGateway(house, config, logger));
    // Beside a server or a gateway, whose probes and metrics tell of the whole process.
    if (only === "worker") listening.push(await listenWorker(house, config));
    const workers = runs("worker") ? [await house.startWorker(logger)] : [];
    closeOnSignal(logger, [[...listening.map(({ close }) => close), ...workers], [house.close]]);
  } catch (error) {
    for (const { close } of listening) await close();
    await house.close();
    throw error;
  }
  // Said last: whoever reads it may end the process in order.
  if (runs("worker")) logger.info("working");
  logger.info({ urls: listening.map(({ url }) => url) }, "listening");
}
