import { randomBytes } from "node:crypto";
import type { Channels, Sandbox, Service } from "@purse/core";
import {
  createTrialMerchant,
  furnish,
  type House,
  secretBox,
  type Tracing,
  type TrialMerchant,
} from "@purse/purse";
import { startServer } from "@purse/server";
import { type Logger, pino } from "pino";
import { afterAll, beforeAll } from "vitest";
import { openTestDatabase, type TestDatabase } from "./database.ts";
import { type Call, rest } from "./rest.ts";

export interface TestPurse {
  readonly database: TestDatabase;
  readonly house: House;
  readonly url: string;
  readonly call: Call;
  /** A new merchant with a key, a merchant wallet and two user wallets of 1,000,000 fen. */
  readonly merchant: () => Promise<TrialMerchant>;
  readonly close: () => Promise<void>;
}

export interface PurseOptions {
  /** What it offers, if not what Purse does. */
  readonly service?: Service;
  readonly timeLimitMs?: number;
  readonly randomKeyUrl?: string;
  readonly channels?: Channels;
  readonly sandbox?: Sandbox;
  readonly now?: () => Date;
  readonly keyConcurrency?: number;
  /** Where channels reach the server, if not under its own URL. */
  readonly publicUrl?: string;
  readonly egress?: "public" | "any";
  readonly logger?: Logger;
  readonly tracing?: Tracing;
  /** What /openapi.yaml answers, if a test looks at it. */
  readonly openapiYaml?: () => string;
}

/** Lets whoever has it read the metrics and call the gateway. */
export const operatorToken = "operator-token-for-tests";

/** Lets whoever has it look at what operators see. */
export const viewerToken = "viewer-token-for-tests";

const silent = pino({ level: "silent" });

/** A server over a database of its own, as `purse serve` puts it together. */
export async function openPurse(options: PurseOptions = {}): Promise<TestPurse> {
  const database = await openTestDatabase();
  const {
    randomKeyUrl,
    channels,
    sandbox,
    now,
    keyConcurrency,
    publicUrl,
    egress,
    logger = silent,
    tracing,
    service,
    ...appOptions
  } = options;
  const house = furnish(database, {
    randomKeyUrl,
    secrets: secretBox([randomBytes(32)]),
    tracing,
    publicUrl,
    service,
    ...(channels === undefined ? {} : { channels }),
    ...(sandbox === undefined ? {} : { sandbox }),
    ...(now === undefined ? {} : { now }),
    ...(egress === undefined ? {} : { egress }),
    ...(keyConcurrency === undefined ? {} : { keyConcurrency }),
  });
  const server = await startServer({
    core: house.core,
    logger,
    host: "127.0.0.1",
    port: 0,
    isReady: house.isReady,
    atDatabase: house.atDatabase,
    observer: house.observer("server", logger),
    metrics: house.metrics.of("server", operatorToken),
    openapiYaml: () => "",
    ...appOptions,
  });
  house.servedAt(server.url);
  let merchants = 0;
  return {
    database,
    house,
    url: server.url,
    call: rest(server.url),
    merchant() {
      merchants += 1;
      return createTrialMerchant(house.core, `merchant ${merchants}`, 2);
    },
    async close() {
      await server.close();
      await house.close();
    },
  };
}

/** One Purse for all tests of a file, whose books must balance at the end. */
export function usePurse(options: PurseOptions = {}): TestPurse {
  let purse: TestPurse | undefined;
  beforeAll(async () => {
    purse = await openPurse(options);
  });
  afterAll(async () => {
    const report = await purse?.house.core.checkLedger();
    await purse?.close();
    if (report?.ok !== true) throw new Error(`ledger check: ${JSON.stringify(report)}`);
  });
  const lent = () => {
    if (purse === undefined) throw new Error("the Purse opens before the first test");
    return purse;
  };
  return {
    get database() {
      return lent().database;
    },
    get house() {
      return lent().house;
    },
    get url() {
      return lent().url;
    },
    call: (...request) => lent().call(...request),
    merchant: () => lent().merchant(),
    close: () => lent().close(),
  };
}
