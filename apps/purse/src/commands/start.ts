import { mkdir } from "node:fs/promises";
import { type House, openHouse } from "../compose.ts";
import type { Config } from "../config.ts";
import { curlLine, demoMerchant } from "../demo.ts";
import { createLogger } from "../logger.ts";
import { closeOnSignal } from "../shutdown.ts";
import { listenGateway, listenServer, newOperatorToken } from "../transports.ts";

/** Everything in one process, with a demo merchant and a first request to paste. */
export async function start(settings: Config): Promise<void> {
  const token = settings.PURSE_OPERATOR_TOKEN ?? newOperatorToken();
  const config = { ...settings, PURSE_OPERATOR_TOKEN: token };
  const logger = createLogger(config);
  await mkdir(config.PURSE_DATA_DIR, { recursive: true });
  const house = await openHouse(config, logger);
  const server = await listenServer(house, config, logger);
  const gateway = await listenGateway(house, config, logger);
  const stopWorker = await house.startWorker(logger);
  closeOnSignal(logger, [server.close, gateway.close, stopWorker, house.close]);
  await announce(house, config, server.url, gateway.url);
}

async function announce(
  house: House,
  config: Config,
  serverUrl: string,
  gatewayUrl: string,
): Promise<void> {
  const merchant = await demoMerchant(house.core, config.PURSE_DATA_DIR);
  const place = config.DATABASE_URL === undefined ? config.PURSE_DATA_DIR : "DATABASE_URL";
  console.log(`Purse is open.

  server     ${serverUrl}
  gateway    ${gatewayUrl}   operator token ${config.PURSE_OPERATOR_TOKEN}
  database   ${place}

Your first payment, from a demo user's wallet to a demo merchant's:

${curlLine(serverUrl, merchant)}
`);
}
