import { mkdir } from "node:fs/promises";
import { type House, openHouse } from "../compose.ts";
import type { Config } from "../config.ts";
import { chargeBody, curlLine, demoMerchant } from "../demo.ts";
import { createLogger } from "../logger.ts";
import { runSandbox } from "../sandbox.ts";
import { closeOnSignal } from "../shutdown.ts";
import { listenGateway, listenServer, newOperatorToken } from "../transports.ts";

/** Everything at once, with a demo merchant and first requests to paste. */
export async function start(settings: Config): Promise<void> {
  const token = settings.PURSE_OPERATOR_TOKEN ?? newOperatorToken();
  await mkdir(settings.PURSE_DATA_DIR, { recursive: true });
  const sandbox = await runSandbox(settings);
  try {
    const port = Number(new URL(sandbox.url).port);
    const config = { ...settings, PURSE_OPERATOR_TOKEN: token, PURSE_SANDBOX_PORT: port };
    const logger = createLogger(config);
    const house = await openHouse(config, logger);
    const server = await listenServer(house, config, logger);
    const gateway = await listenGateway(house, config, logger);
    const stopWorker = await house.startWorker(logger);
    closeOnSignal(logger, [server.close, gateway.close, stopWorker, house.close, sandbox.close]);
    const urls = { server: server.url, gateway: gateway.url, sandbox: sandbox.url };
    await announce(house, config, urls);
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}

async function announce(
  house: House,
  config: Config,
  urls: Readonly<Record<"server" | "gateway" | "sandbox", string>>,
): Promise<void> {
  const merchant = await demoMerchant(house.core, config.PURSE_DATA_DIR, urls.sandbox);
  const place = config.DATABASE_URL === undefined ? config.PURSE_DATA_DIR : "DATABASE_URL";
  console.log(`Purse is open.

  server     ${urls.server}   pages at /docs and /errors
  gateway    ${urls.gateway}   operator token ${config.PURSE_OPERATOR_TOKEN}
  console    ${urls.gateway}/console   sign in with the operator token
  sandbox    ${urls.sandbox}   Alipay and WeChat Pay for test keys
  database   ${place}

Your first payment, from a demo user's wallet to a demo merchant's:

${curlLine(urls.server, merchant, chargeBody(merchant, "balance"))}

And one through Alipay: open the answer's data.action.value and pay there.

${curlLine(urls.server, merchant, chargeBody(merchant, "alipay"))}
`);
}
