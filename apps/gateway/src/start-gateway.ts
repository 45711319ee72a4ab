import type { RequestListener } from "node:http";
import type { Core } from "@purse/core";
import {
  type Drain,
  exchangeOf,
  type Listener,
  type ListenOptions,
  type Load,
  type LoadOptions,
  listen,
  requestTimeLimitMs,
  watchLoad,
} from "@purse/listener";
import type { Logger } from "pino";
import { admission } from "./admission.ts";
import { callAnswerer } from "./answer-calls.ts";
import { type ConsoleFiles, consolePages } from "./console.ts";
import { createRouter } from "./router.ts";

export interface GatewayOptions
  extends Omit<ListenOptions, "handle" | "drain" | "load">,
    Pick<LoadOptions, "atDatabase"> {
  readonly core: Core;
  readonly logger: Logger;
  /** Whoever has it may call everything here. */
  readonly operatorToken: string;
  /** Whoever has it may look at what operators see, and change nothing. */
  readonly viewerToken?: string | undefined;
  /** The operators' console at /console, if there is one. */
  readonly console?: ConsoleFiles | undefined;
  /** How long a call of an operation may take, in milliseconds (10,000). */
  readonly timeLimitMs?: number;
}

/** Starts the tRPC gateway on a port of its own. */
export function startGateway(options: GatewayOptions): Promise<Listener> {
  const drain: Drain = { draining: false };
  const load = watchLoad({ atDatabase: options.atDatabase });
  return listen({ ...options, handle: createHandle(options, drain, load), drain, load });
}

function createHandle(options: GatewayOptions, drain: Drain, load: Load): RequestListener {
  const { core, logger, timeLimitMs = requestTimeLimitMs } = options;
  const tokens = { operator: options.operatorToken, viewer: options.viewerToken };
  const router = createRouter(core, {
    timeLimitMs,
    onLateFault: (error) => logger.error({ err: error }, "unforeseen, too late"),
  });
  const admit = admission(tokens, drain, load);
  const answer = callAnswerer(router, logger);
  const admitted: RequestListener = (request, response) => {
    const role = admit(request);
    exchangeOf(request).endings.push(load.enter());
    answer(request, response, role);
  };
  return options.console === undefined ? admitted : consolePages(options.console, admitted);
}
