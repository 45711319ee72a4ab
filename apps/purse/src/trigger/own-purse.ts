import { generateKeyPairSync } from "node:crypto";
import { createKey } from "@purse/core";
import type { OwnOptions, OwnStage } from "@purse/scenarios";
import { startServer } from "@purse/server";
import { openInMemory } from "@purse/storage";
import { pino } from "pino";
import { openChannels } from "../channels.ts";
import { furnish, migrateDatabase } from "../compose.ts";
import { createTrialMerchant, unwrap } from "../trial-merchant.ts";
import type { Place } from "./place.ts";

const logger = pino({ level: "silent" });

export interface OwnPurse extends Place {
  readonly database: OwnStage["database"];
  readonly close: () => Promise<void>;
}

/** A Purse in memory that a scenario may break: its own server, the sandbox that all share. */
export async function openOwnPurse(
  sandboxUrl: string,
  { timeLimitMs, ...options }: OwnOptions,
): Promise<OwnPurse> {
  const database = await openInMemory();
  await migrateDatabase(database, logger);
  const urls = {
    PURSE_ALIPAY_URL: `${sandboxUrl}/alipay`,
    PURSE_WECHAT_URL: `${sandboxUrl}/wechat`,
    PURSE_SANDBOX_PORT: 0,
  };
  const channels = openChannels(urls, logger, { onCall() {} });
  const house = furnish(database, { ...options, channels });
  const server = await startServer({
    core: house.core,
    logger,
    host: "127.0.0.1",
    port: 0,
    isReady: house.isReady,
    // Nobody reads a document here.
    openapiYaml: () => "",
    ...(timeLimitMs === undefined ? {} : { timeLimitMs }),
  });
  house.servedAt(server.url);
  let merchants = 0;
  return {
    kind: "own",
    serverUrl: server.url,
    database,
    merchant() {
      merchants += 1;
      return createTrialMerchant(house.core, `merchant ${merchants}`, 2);
    },
    async liveKey() {
      const { publicKey } = generateKeyPairSync("ed25519");
      const public_key = publicKey.export({ format: "pem", type: "spki" }).toString();
      const made = await house.core.operate("purse trigger", (scope) =>
        createKey(scope, {
          merchant_name: "live",
          mode: "live",
          algorithm: "ed25519",
          public_key,
        }),
      );
      return unwrap(made).api_key;
    },
    async close() {
      await server.close();
      await house.close();
    },
  };
}
