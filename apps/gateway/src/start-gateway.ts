import type { RequestListener } from "node:http";
import { isRepeatable, type PurseError } from "@purse/contract";
import type { Core } from "@purse/core";
import {
  bodyBytesMax,
  type Drain,
  type Listener,
  type ListenOptions,
  type Load,
  listen,
  requestTimeLimitMs,
  watchLoad,
} from "@purse/listener";
import { getTRPCErrorShape, type TRPCError } from "@trpc/server";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import type { Logger } from "pino";
import { admission } from "./admission.ts";
import { type ConsoleFiles, consolePages } from "./console.ts";
import { contextReader } from "./context.ts";
import { failureOf, trpcError } from "./failure.ts";
import { createRouter } from "./router.ts";

export interface GatewayOptions extends Omit<ListenOptions, "handle" | "drain" | "load"> {
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

/** The most calls of one batch. */
const maxBatchSize = 32;

/** Starts the tRPC gateway on a port of its own. */
export function startGateway(options: GatewayOptions): Promise<Listener> {
  const drain: Drain = { draining: false };
  const load = watchLoad();
  return listen({ ...options, handle: createHandle(options, drain, load), drain, load });
}

function createHandle(options: GatewayOptions, drain: Drain, load: Load): RequestListener {
  const { core, logger, timeLimitMs = requestTimeLimitMs } = options;
  const tokens = { operator: options.operatorToken, viewer: options.viewerToken };
  const router = createRouter(core, {
    timeLimitMs,
    onLateFault: (error) => logger.error({ err: error }, "unforeseen, too late"),
  });
  const refusalOf = admission(tokens, drain, load);
  const readContext = contextReader(tokens);
  const handle: RequestListener = createHTTPHandler({
    router,
    maxBodySize: bodyBytesMax,
    maxBatchSize,
    createContext: ({ req, res }) => readContext(req, String(res.getHeader("X-Request-Id"))),
    onError({ error, path, ctx }) {
      if (failureOf(error).key !== "unknown") return;
      logger.error({ err: error, path, request_id: ctx?.requestId }, "unforeseen");
    },
    responseMeta({ type, paths, errors }) {
      const calls = paths?.length ?? 1;
      const [only] = calls === 1 ? errors.map(failureOf) : [];
      const { "content-type": json, ...headers } = headersOf(drain, only);
      // A subscription's answer is a stream of events, which tRPC says itself.
      if (type === "subscription" && errors.length === 0) return { headers };
      return { headers: { ...headers, "content-type": json }, ...statusOf(calls, errors) };
    },
  });
  const admitted: RequestListener = (request, response) => {
    const refusal = refusalOf(request);
    response.once("close", load.enter());
    if (refusal === undefined) return handle(request, response);
    const body = JSON.stringify({ error: shapeOf(router, refusal) });
    response.writeHead(refusal.httpStatus, headersOf(drain, refusal)).end(body);
  };
  return options.console === undefined ? admitted : consolePages(options.console, admitted);
}

/** A refusal as tRPC's clients read it, of a batch too. */
function shapeOf(router: ReturnType<typeof createRouter>, refusal: PurseError) {
  return getTRPCErrorShape({
    config: router._def._config,
    error: trpcError(refusal),
    type: "unknown",
    path: undefined,
    input: undefined,
    ctx: undefined,
  });
}

/** The headers of an answer; `failure` is the one thing that it says, if it says one. */
function headersOf({ draining }: Drain, failure?: PurseError) {
  return {
    // tRPC itself names no type for the answer to a call that it cannot read.
    "content-type": "application/json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(draining ? { connection: "close" } : {}),
    ...(failure === undefined ? {} : errorHeaders(failure)),
  };
}

function errorHeaders({ entry }: PurseError): Record<string, string> {
  return {
    "x-error-code": String(entry.code),
    ...(isRepeatable(entry) ? { "retry-after": "1" } : {}),
  };
}

/** One status for a batch: its calls' own where they agree, else 200; tRPC's 207 is none of ours. */
function statusOf(calls: number, errors: readonly TRPCError[]): { status?: number } {
  const statuses = new Set(errors.map((error) => failureOf(error).httpStatus as number));
  if (errors.length < calls && errors.length > 0) statuses.add(200);
  const [status] = statuses;
  if (status === undefined) return {};
  return { status: statuses.size === 1 ? status : 200 };
}
