import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { afterAll, afterEach, beforeAll } from "vitest";
import { spoilt } from "./conformance.ts";

/** What becomes of one exchange. `forward` has the server do it, and gives its answer back. */
export type Fault = (exchange: {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly forward: () => Promise<Response>;
}) => unknown;

/** The server does its work, and the connection breaks before its answer. */
export const loseAnswer: Fault = async ({ request, forward }) => {
  await (await forward()).arrayBuffer();
  request.socket.destroy();
};

/** The connection breaks before the server hears of it. */
export const loseRequest: Fault = ({ request }) => request.socket.destroy();

/** Nothing happens. */
export const silence: Fault = () => {};

/** A proxy before a server that spoils the next exchanges as it is told, for all tests of a file. */
export function useFront(server: { readonly url: string }) {
  let faults: Fault[] = [];
  let requests: IncomingHttpHeaders[] = [];
  const proxy = createServer(async (request, response) => {
    requests.push(request.headers);
    const body = await buffer(request);
    const { host: _, connection: __, ...headers } = request.headers;
    const forward = () =>
      fetch(server.url + request.url, {
        method: request.method ?? "GET",
        headers: Object.entries(headers).map(([name, value]) => [name, String(value)]),
        ...(body.length === 0 ? {} : { body }),
      });
    const fault = faults.shift();
    if (fault !== undefined) {
      response.setHeader(spoilt, "by a fault");
      return fault({ request, response, forward });
    }
    const answer = await forward();
    response.writeHead(answer.status, Object.fromEntries(answer.headers));
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  beforeAll(() => new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve)));
  afterEach(() => {
    faults = [];
    requests = [];
  });
  afterAll(() => {
    proxy.closeAllConnections();
    proxy.close();
  });
  return {
    get url() {
      return `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    },
    /** The headers of the requests of this test, in their order. */
    get requests() {
      return requests;
    },
    /** One fault an exchange, from the next one on. */
    spoil(...next: Fault[]) {
      faults = next;
    },
  };
}
