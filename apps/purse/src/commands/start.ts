import { mkdir } from "node:fs/promises";
import type { Service } from "@purse/core";
import { refuseDamaged } from "@purse/storage";
import { type House, houseOver, openMigrated } from "../compose.ts";
import type { Config } from "../config.ts";
import { chargeBody, curlLine, demoMerchant } from "../demo.ts";
import { createLogger } from "../logger.ts";
import { writeProfile } from "../profile.ts";
import { runSandbox } from "../sandbox.ts";
import { type Closer, closeOnSignal } from "../shutdown.ts";
import { listenGateway, listenServer, newOperatorToken } from "../transports.ts";

/** Everything at once, with a demo merchant and first requests to paste. */
export async function start(settings: Config, service: Service): Promise<void> {
  const token = settings.PURSE_OPERATOR_TOKEN ?? newOperatorToken();
  // Before the sandbox puts its books beside it.
  if (settings.DATABASE_URL === undefined) await refuseDamaged(settings.PURSE_DATA_DIR);
  await mkdir(settings.PURSE_DATA_DIR, { recursive: true });
  const logger = createLogger(settings);
  const [sandbox, database] = await bothOrNone(
    runSandbox(settings),
    openMigrated(settings, logger),
  );
  try {
    const port = Number(new URL(sandbox.url).port);
    const config = { ...settings, PURSE_OPERATOR_TOKEN: token, PURSE_SANDBOX_PORT: port };
    const house = await houseOver(database, config, logger, service);
    const server = await listenServer(house, config, logger);
    const gateway = await listenGateway(house, config, logger);
    const stopWorker = await house.startWorker(logger);
    const first = [server.close, gateway.close, stopWorker];
    closeOnSignal(logger, [first, [house.close], [sandbox.close]]);
    const urls = { server: server.url, gateway: gateway.url, sandbox: sandbox.url };
    await announce(house, config, urls);
  } catch (error) {
    await sandbox.close();
    throw error;
  }
}

interface Closable {
  readonly close: Closer;
}

/** Waits for two that open side by side; where one cannot, the other is closed again. */
async function bothOrNone<One extends Closable, Other extends Closable>(
  opening: Promise<One>,
  alsoOpening: Promise<Other>,
): Promise<[One, Other]> {
  try {
    return await Promise.all([opening, alsoOpening]);
  } catch (error) {
    const opened = await Promise.allSettled([opening, alsoOpening]);
    for (const each of opened) if (each.status === "fulfilled") await each.value.close();
    throw error;
  }
}

async function announce(
  house: House,
  config: Config,
  urls: Readonly<Record<"server" | "gateway" | "sandbox", string>>,
): Promise<void> {
  const merchant = await demoMerchant(house.core, config.PURSE_DATA_DIR, urls.sandbox);
  await writeProfile(config.PURSE_DATA_DIR, {
    server_url: urls.server,
    gateway_url: urls.gateway,
    sandbox_url: urls.sandbox,
    operator_token: config.PURSE_OPERATOR_TOKEN,
    api_key: merchant.api_key,
    key_id: merchant.key_id,
    signing_secret: merchant.signing_secret,
    merchant_wallet_id: merchant.merchant_wallet_id,
  });
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
