import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { failure, PurseError, registry } from "@purse/contract";
import type { Core } from "@purse/core";
import { type Drain, type Listener, listen } from "@purse/listener";
import type { TRPCError } from "@trpc/server";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import type { Logger } from "pino";
import { contextReader } from "./context.ts";
import { failureOf, trpcError } from "./failure.ts";
import { createRouter } from "./router.ts";

export interface GatewayOptions {
  readonly core: Core;
  readonly logger: Logger;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Whoever has it may call everything here. */
  readonly operatorToken: string;
}

/** The most bytes of a call, and the most calls of one batch. */
const maxBodySize = 65_536;
const maxBatchSize = 32;

/** Starts the tRPC gateway on a port of its own. */
export function startGateway(options: GatewayOptions): Promise<Listener> {
  const drain: Drain = { draining: false };
  return listen({
    host: options.host,
    port: options.port,
    handle: createHandle(options, drain),
    drain,
  });
}

function createHandle(options: GatewayOptions, drain: Drain): RequestListener {
  const { core, logger, operatorToken } = options;
  const readContext = contextReader(operatorToken);
  const handle: RequestListener = createHTTPHandler({
    router: createRouter(core),
    maxBodySize,
    maxBatchSize,
    createContext({ req }) {
      const refusal = refusalOf(req, drain);
      if (refusal !== undefined) throw trpcError(refusal);
      return readContext(req);
    },
    onError({ error, path }) {
      if (failureOf(error).key === "unknown") logger.error({ err: error, path }, "unforeseen");
    },
    responseMeta({ paths, errors }) {
      const headers = drain.draining ? { connection: "close" } : {};
      return { headers, ...statusOf(paths?.length ?? 1, errors) };
    },
  });
  return (request, response) => {
    if (request.method === "GET" || request.method === "POST") handle(request, response);
    else refuseMethod(response);
  };
}

/** tRPC would answer HEAD with 204, and knows no envelope for other methods. */
function refuseMethod(response: ServerResponse): void {
  const error = new PurseError(registry.get("operation_not_exist"));
  response.writeHead(error.httpStatus, { "Content-Type": "application/json; charset=utf-8" });
  response.end(JSON.stringify(failure(error)));
}

function refusalOf({ headers }: IncomingMessage, drain: Drain): PurseError | undefined {
  if (drain.draining) {
    return new PurseError(registry.get("service_unavailable"), "shutting down");
  }
  const encoding = headers["content-encoding"] ?? "identity";
  if (encoding.toLowerCase() === "identity") return undefined;
  const detail = "Content-Encoding: only identity is taken";
  return new PurseError(registry.get("param_error"), detail);
}

/** One status for a batch: its calls' own where they agree, else 200; tRPC's 207 is none of ours. */
function statusOf(calls: number, errors: readonly TRPCError[]): { status?: number } {
  const statuses = new Set(errors.map((error) => failureOf(error).httpStatus as number));
  if (errors.length < calls && errors.length > 0) statuses.add(200);
  const [status] = statuses;
  if (status === undefined) return {};
  return { status: statuses.size === 1 ? status : 200 };
}
