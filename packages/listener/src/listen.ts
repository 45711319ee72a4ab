import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, Server as NetServer } from "node:net";
import { setImmediate as nextTurn, setTimeout as sleep } from "node:timers/promises";
import { ObservedRequest } from "./exchange.ts";
import { endLargeBodies } from "./large-bodies.ts";
import type { Load } from "./load.ts";
import { type Metrics, withMetrics } from "./metrics.ts";
import { observeRequests, type RequestObserver } from "./observe-requests.ts";
import { type IsReady, withProbes } from "./probes.ts";
import { answerParserError, refuseConnect, requireHost } from "./refuse.ts";

/** Whether a listener is on its way out; whoever answers its requests looks here. */
export interface Drain {
  draining: boolean;
}

export interface ListenOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Answers requests. While `drain` says so, it refuses new ones with `service_unavailable`. */
  readonly handle: RequestListener;
  readonly drain: Drain;
  /** Watched as long as it listens. */
  readonly load: Load;
  readonly isReady: IsReady;
  /** What GET /metrics shows, if anything. */
  readonly metrics?: Metrics | undefined;
  /** Hears of every request but those to probes and metrics. */
  readonly observer?: RequestObserver | undefined;
}

export interface Listener {
  readonly url: string;
  /** Refuses new work, finishes what is in flight, and resolves when all connections are gone. */
  readonly close: () => Promise<void>;
}

const limits = {
  // Node's own answer to a request without Host has no body: requireHost gives the envelope.
  requireHostHeader: false,
  // Node looks at its time limits only every 30 s, unless told to look more often.
  connectionsCheckingInterval: 1000,
  headersTimeout: 5000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5000,
  maxHeaderSize: 8192,
};
/**
 * How many connections the kernel keeps until they are accepted, which Node does one a turn of its
 * event loop. Whom the kernel drops tries again after one second, three, and seven.
 */
const backlog = 4096;
/** How long a closing listener still accepts, so that late callers hear 503 instead of a reset. */
const graceMs = 1000;
/** How long the last who were accepted have to send their request. */
const acceptedMs = 200;
/** How long a closing listener waits for what is in flight. */
const deadlineMs = 10_000;

/** Starts an HTTP/1.1 listener that holds the limits and drains before it closes. */
export async function listen({
  host,
  port,
  handle,
  drain,
  load,
  isReady,
  metrics,
  observer = deaf,
}: ListenOptions): Promise<Listener> {
  metrics?.watch(load);
  const observed = observeRequests(handle, observer, drain);
  const probed = withProbes(observed, { isReady, drain, load });
  const all = metrics === undefined ? probed : withMetrics(probed, metrics);
  const answer = endLargeBodies(requireHost(all));
  const server = createServer({ ...limits, IncomingMessage: ObservedRequest }, answer);
  server.maxRequestsPerSocket = 1000;
  server.on("clientError", answerParserError);
  // An interim 100 is no status of the seed's: whoever expects it gets the answer itself.
  server.on("checkContinue", answer);
  server.on("checkExpectation", answer);
  server.on("connect", refuseConnect);
  await listening(server, port, host);
  return { url: urlOf(server, host), close: () => close(server, drain).finally(load.close) };
}

const deaf: RequestObserver = { onRequest() {} };

function listening(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host, backlog }, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

function urlOf(server: Server, host: string): string {
  // A server that listens on a port has an address of this form.
  const { port } = server.address() as AddressInfo;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

async function close(server: Server, drain: Drain): Promise<void> {
  drain.draining = true;
  await sleep(graceMs);
  const deadline = setTimeout(() => server.closeAllConnections(), deadlineMs);
  // The kernel resets whom nobody has accepted: behind a turn that has done so, and a short one.
  await nextTurn();
  await nextTurn();
  // HTTP's own close would end those at once from which nothing has been read yet.
  const closed = new Promise((resolve) => NetServer.prototype.close.call(server, resolve));
  await Promise.race([closed, sleep(acceptedMs)]);
  server.closeIdleConnections();
  await closed;
  clearTimeout(deadline);
}
