import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { type AppOptions, createApp } from "./app.ts";
import type { Drain } from "./drain.ts";
import { answerParserError } from "./parser-error.ts";

export interface ListenOptions extends AppOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

export interface RunningServer {
  readonly url: string;
  /** Refuses new work, finishes what is in flight, and resolves when all connections are gone. */
  readonly close: () => Promise<void>;
}

/** Node's own limits do not hold unless connections are looked at more often than its 30 s. */
const limits = {
  connectionsCheckingInterval: 1000,
  headersTimeout: 5000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5000,
  maxHeaderSize: 8192,
};
/** How long a closing server still listens, so that late callers hear 503 instead of a reset. */
const graceMs = 500;
/** How long a closing server waits for what is in flight. */
const deadlineMs = 10_000;

/** Starts the REST API on a port of its own. */
export async function startServer(options: ListenOptions): Promise<RunningServer> {
  const drain: Drain = { draining: false };
  const isReady = async () => !drain.draining && (await options.isReady());
  const handle = createApp({ ...options, isReady }, drain).callback();
  const server = createServer(limits, handle);
  server.maxRequestsPerSocket = 1000;
  server.on("clientError", answerParserError);
  // An interim 100 is no status of the seed's: whoever expects it gets the answer itself.
  server.on("checkContinue", handle);
  server.on("checkExpectation", handle);

  await listening(server, options.port, options.host);
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(":") ? `[${options.host}]` : options.host;
  return { url: `http://${host}:${port}`, close: () => close(server, drain) };
}

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

async function close(server: Server, drain: Drain): Promise<void> {
  drain.draining = true;
  await new Promise((resolve) => setTimeout(resolve, graceMs));
  const deadline = setTimeout(() => server.closeAllConnections(), deadlineMs);
  await promisify(server.close.bind(server))();
  clearTimeout(deadline);
}
