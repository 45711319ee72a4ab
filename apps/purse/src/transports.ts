import { randomBytes } from "node:crypto";
import { PurseError, registry } from "@purse/contract";
import { startGateway } from "@purse/gateway";
import { listen, refuse, watchLoad } from "@purse/listener";
import { openapiYaml } from "@purse/openapi";
import { startServer } from "@purse/server";
import type { Logger } from "pino";
import type { House } from "./compose.ts";
import { BadSetting, type Config } from "./config.ts";
import { openConsole } from "./console.ts";

/** Something that listens, and stops when what it has in hand is done. */
export interface Listening {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** The REST API for merchants' backends. */
export async function listenServer(
  house: House,
  config: Config,
  logger: Logger,
): Promise<Listening> {
  const token = config.PURSE_OPERATOR_TOKEN;
  const childLogger = logger.child({ app: "server" });
  const server = await startServer({
    core: house.core,
    observer: house.observer("server", childLogger),
    // Nobody has the token where there is none, and then there is no such path.
    metrics: token === undefined ? undefined : house.metrics.of("server", token),
    logger: childLogger,
    host: config.PURSE_HOST,
    port: config.PURSE_SERVER_PORT,
    isReady: house.isReady,
    atDatabase: house.atDatabase,
    openapiYaml: () => openapiYaml(house.core.contract),
    literalSuccess: config.PURSE_LITERAL_SUCCESS,
  });
  house.servedAt(server.url);
  return server;
}

/** The tRPC gateway for internal apps and operators, with the operators' console. */
export async function listenGateway(
  house: House,
  config: Config,
  logger: Logger,
): Promise<Listening> {
  const operatorToken = config.PURSE_OPERATOR_TOKEN;
  if (operatorToken === undefined) {
    throw new BadSetting("PURSE_OPERATOR_TOKEN: required, the gateway lets nobody in without it");
  }
  const childLogger = logger.child({ app: "gateway" });
  const console = openConsole(childLogger);
  const gateway = await startGateway({
    core: house.core,
    logger: childLogger,
    observer: house.observer("gateway", childLogger),
    isReady: house.isReady,
    atDatabase: house.atDatabase,
    host: config.PURSE_GATEWAY_HOST,
    port: config.PURSE_GATEWAY_PORT,
    operatorToken,
    viewerToken: config.PURSE_VIEWER_TOKEN,
    console: console.files,
    metrics: house.metrics.of("gateway", operatorToken),
  });
  return { url: gateway.url, close: () => console.close().then(gateway.close) };
}

/** What tells of a worker that runs alone: /healthz, /readyz and, with a token, /metrics. */
export function listenWorker(house: House, config: Config): Promise<Listening> {
  const token = config.PURSE_OPERATOR_TOKEN;
  return listen({
    host: config.PURSE_WORKER_HOST,
    port: config.PURSE_WORKER_PORT,
    handle: (_request, response) =>
      refuse(response, new PurseError(registry.get("operation_not_exist"))),
    drain: { draining: false },
    load: watchLoad(),
    isReady: house.isReady,
    metrics: token === undefined ? undefined : house.metrics.of("worker", token),
  });
}

export function newOperatorToken(): string {
  return randomBytes(24).toString("base64url");
}
