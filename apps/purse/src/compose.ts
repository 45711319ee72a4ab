import type { ChannelCall } from "@purse/channels";
import {
  type Channels,
  type Core,
  createCore,
  purseService,
  type Sandbox,
  type SecretBox,
  type Service,
} from "@purse/core";
import { currentOrigin, type DatabaseUse } from "@purse/listener";
import {
  channelCallLog,
  createStorage,
  type Database,
  keySlots,
  migrate,
  migrateJobs,
  openEmbedded,
  openPostgres,
  readFigures,
  readiness,
  readMigrations,
  requestLog,
  whenThere,
} from "@purse/storage";
import { createWebhooks, type Egress } from "@purse/webhooks";
import type { Logger } from "pino";
import { openChannels, sandboxUrl } from "./channels.ts";
import type { Config } from "./config.ts";
import { countedStorage } from "./counted-storage.ts";
import { createMetrics, type Metrics } from "./metrics.ts";
import { observing } from "./observe.ts";
import { passwords } from "./passwords.ts";
import { httpRandomKey, localRandomKey } from "./random-key-provider.ts";
import { newApiKey, newId, newSigningSecret } from "./randomness.ts";
import { noSandbox, sandboxFaults } from "./sandbox-faults.ts";
import { secretBox } from "./secret-box.ts";
import { secretKeys } from "./secret-keys.ts";
import type { Closer } from "./shutdown.ts";
import { openTracing, type Tracing, tracedStorage } from "./tracing.ts";
import { resumeWork } from "./worker.ts";

/** A Purse without its transports: core over an open, migrated database. */
export interface House {
  readonly core: Core;
  readonly metrics: Metrics;
  /** Whether the database answers and is migrated. */
  readonly isReady: () => Promise<boolean>;
  /** What is done at the database. */
  readonly atDatabase: () => DatabaseUse;
  /** Notes where the server listens: channels are told to bring their notifications there. */
  readonly servedAt: (url: string) => void;
  /** Hears of what a listener answers, for the log, the figures and the operators. */
  readonly observer: ReturnType<typeof observing>;
  /** Hears of calls to channels, for the figures and the operators. */
  readonly onChannelCall: (call: ChannelCall) => void;
  /** Resumes what processes left behind, until what it answers is called. */
  readonly startWorker: (logger: Logger) => Promise<Closer>;
  readonly close: Closer;
}

/** THE composition root: every package meets the others here and nowhere else. */
export async function openHouse(config: Config, logger: Logger, service?: Service): Promise<House> {
  return houseOver(await openMigrated(config, logger), config, logger, service);
}

/** The house over a database that is open and migrated; it closes that, also where it throws. */
export async function houseOver(
  database: Database,
  config: Config,
  logger: Logger,
  service?: Service,
): Promise<House> {
  const metrics = createMetrics(() => readFigures(database.db));
  let tracing: Tracing | undefined;
  try {
    tracing = await openTracing(config.OTEL_EXPORTER_OTLP_ENDPOINT);
    const secrets = secretBox(await secretKeys(config));
    const house: House = furnish(database, {
      randomKeyUrl: config.PURSE_RANDOM_KEY_URL,
      secrets,
      egress: config.PURSE_EGRESS,
      keyConcurrency: config.PURSE_KEY_CONCURRENCY,
      channels: openChannels(
        config,
        logger,
        { onCall: (call) => house.onChannelCall(call) },
        tracing,
      ),
      sandbox: sandboxFaults(() => sandboxUrl(config)),
      metrics,
      tracing,
      publicUrl: config.PURSE_PUBLIC_URL,
      service,
    });
    // Of a process without a server, whose orders' notifications another one takes.
    house.servedAt(`http://${config.PURSE_HOST}:${config.PURSE_SERVER_PORT}`);
    return house;
  } catch (error) {
    await tracing?.close();
    await database.close();
    throw error;
  }
}

/** What a house can be given instead of what it has by itself. */
export interface Furnishing {
  /** What it offers: Purse's operations, or also those of whoever extends it. */
  readonly service?: Service | undefined;
  readonly randomKeyUrl?: string | undefined;
  readonly secrets?: SecretBox;
  readonly channels?: Channels;
  readonly sandbox?: Sandbox;
  readonly metrics?: Metrics;
  readonly tracing?: Tracing | undefined;
  /** Whether webhooks may go to addresses that are not public. */
  readonly egress?: Egress;
  /** Where channels reach the server, if not where it listens. */
  readonly publicUrl?: string | undefined;
  readonly now?: () => Date;
  /** How many requests each key may have in flight, over all replicas. */
  readonly keyConcurrency?: number;
}

/** The house over a database, of what it is given. */
export function furnish(
  database: Database,
  {
    service = purseService,
    randomKeyUrl,
    secrets = secretBox([]),
    channels = {},
    sandbox = noSandbox,
    metrics = createMetrics(() => readFigures(database.db)),
    tracing,
    publicUrl,
    egress = "public",
    now = () => new Date(),
    keyConcurrency = 64,
  }: Furnishing = {},
): House {
  const origin = () => ({ ...currentOrigin(), traceparent: tracing?.traceparent() });
  const bare = createStorage(database, secrets, origin);
  const counted = countedStorage(tracing === undefined ? bare : tracedStorage(bare, tracing));
  const slots = keySlots(database.db, keyConcurrency);
  const requests = requestLog(database.db, metrics.onRequestsLost);
  const calls = channelCallLog(database.db, metrics.onRequestsLost);
  const enter = metrics.counting(slots.enter);
  let serverUrl = "";
  const notifyUrl = (channel: string, walletId: string) =>
    `${publicUrl ?? serverUrl}/v1/notify/${channel}/${walletId}`;
  const newRandomKey = randomKeyUrl === undefined ? localRandomKey : httpRandomKey(randomKeyUrl);
  const ports = {
    storage: counted.storage,
    newId,
    newApiKey,
    newSigningSecret,
    newRandomKey,
    passwords,
    channels,
    sandbox,
    webhooks: createWebhooks({ egress }),
    notifyUrl,
    now,
    uptime: () => performance.now(),
    enter,
  };
  const core = createCore(ports, service);
  return {
    core,
    metrics,
    isReady: readiness(database),
    atDatabase: counted.use,
    servedAt(url) {
      serverUrl = url;
    },
    observer: observing({ metrics, requests, surround: tracing?.surround }),
    onChannelCall(call) {
      metrics.onCall(call);
      const request_id = currentOrigin()?.request_id ?? null;
      calls.keep({ ...call, request_id, at: new Date(Date.now() - call.duration_ms) });
    },
    startWorker: (logger) => resumeWork({ database, core, metrics, tracing }, logger),
    async close() {
      await slots.close();
      await requests.close();
      await calls.close();
      await tracing?.close();
      await database.close();
    },
  };
}

export async function openDatabase(
  config: Pick<Config, "DATABASE_URL" | "PURSE_DATA_DIR">,
  logger: Logger,
): Promise<Database> {
  const { DATABASE_URL: url, PURSE_DATA_DIR: directory } = config;
  if (url === undefined) return openEmbedded(directory);
  const onConnectionError = (error: Error) => logger.warn({ err: error }, "lost a connection");
  return openPostgres({ url, onConnectionError });
}

/** The database with its schema up to date. */
export async function openMigrated(config: Config, logger: Logger): Promise<Database> {
  const database = await openDatabase(config, logger);
  try {
    await migrateDatabase(database, logger);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Brings the schema up to date and answers the names of the migrations applied. */
export async function migrateDatabase(
  database: Database,
  logger: Logger,
): Promise<readonly string[]> {
  const migrations = await readMigrations();
  const applied = await whenThere(
    async () => {
      const done = await migrate(database, migrations);
      await migrateJobs(database);
      return done;
    },
    (err) => logger.warn({ err }, "waiting for the database"),
  );
  if (applied.length > 0) logger.info({ applied }, "migrated the database");
  return applied;
}
