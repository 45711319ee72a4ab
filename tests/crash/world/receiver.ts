import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Webhook } from "standardwebhooks";

/** A webhook that came and was believed. */
export interface Received {
  readonly event_id: string;
  readonly resource_id: string;
  readonly type: string;
}

/** A merchant's server: keeps what is signed as it should be, at a path for each endpoint. */
export class WebhookReceiver {
  /** What it does to whoever calls. */
  mood: "well" | "failing" | "silent" = "well";
  /** By endpoint, in the order of their arrival. */
  readonly received = new Map<string, Received[]>();
  /** What came with a signature that does not hold. */
  readonly forged: string[] = [];
  readonly #secrets = new Map<string, string>();
  readonly #server: Server;
  #port = 0;

  private constructor() {
    this.#server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      this.#take(request.url ?? "", request.headers, Buffer.concat(chunks), response);
    });
  }

  static async open(): Promise<WebhookReceiver> {
    const receiver = new WebhookReceiver();
    await receiver.up();
    return receiver;
  }

  urlOf(endpoint: string): string {
    return `http://127.0.0.1:${this.#port}/${endpoint}`;
  }

  expect(endpoint: string, secret: string): void {
    this.#secrets.set(endpoint, secret);
    this.received.set(endpoint, []);
  }

  /** Listens, at the same port as ever. */
  async up(): Promise<void> {
    if (this.#server.listening) return;
    this.#server.listen(this.#port, "127.0.0.1");
    await once(this.#server, "listening");
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Nobody is there: connections are refused. */
  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #take(
    url: string,
    headers: NodeJS.Dict<string | string[]>,
    body: Buffer,
    response: ServerResponse,
  ): void {
    if (this.mood === "silent") return;
    if (this.mood === "failing") {
      response.writeHead(500).end();
      return;
    }
    const endpoint = url.slice(1);
    try {
      const flat = headers as Record<string, string>;
      // biome-ignore lint/suspicious/noExplicitAny: whatever was signed is looked into below.
      const event: any = new Webhook(this.#secrets.get(endpoint)!).verify(body, flat);
      const { id, resource_id, type } = event;
      this.received.get(endpoint)!.push({ event_id: id, resource_id, type });
      response.end();
    } catch (error) {
      // A sender whose clock is wrong is refused like any other, and is no forger.
      if (!/timestamp too (new|old)/.test(String(error))) this.forged.push(`${endpoint}: ${error}`);
      response.writeHead(401).end();
    }
  }
}
