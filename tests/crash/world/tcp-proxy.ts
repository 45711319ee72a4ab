import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { CommitAnswers } from "./commit-answers.ts";

/** What a proxy does to what passes it. */
export type Weather =
  | { readonly kind: "fair" }
  /** Nobody gets through, and who tries hears so at once. */
  | { readonly kind: "refusing" }
  /** Connections stay, and nothing passes. */
  | { readonly kind: "silent" }
  | { readonly kind: "slow"; readonly delayMs: number }
  /** An answer breaks off in its middle, and its connection with it. */
  | { readonly kind: "truncating"; readonly probability: number }
  /** COMMIT is done, and its answer never comes. */
  | { readonly kind: "swallowing commits"; readonly probability: number };

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  /** Cut off for good without either side being told: a machine that lost its power. */
  dead: boolean;
}

/** A TCP proxy on the loopback that does as it is told to what passes it. */
export class TcpProxy {
  weather: Weather = { kind: "fair" };
  readonly #server: Server;
  readonly #targetPort: number;
  readonly #chance: () => number;
  readonly #pairs = new Set<Pair>();

  private constructor(targetPort: number, chance: () => number) {
    this.#targetPort = targetPort;
    this.#chance = chance;
    this.#server = createServer((client) => this.#accept(client));
  }

  static async open(targetPort: number, chance: () => number): Promise<TcpProxy> {
    const proxy = new TcpProxy(targetPort, chance);
    proxy.#server.listen(0, "127.0.0.1");
    await once(proxy.#server, "listening");
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Cuts every connection now. */
  cut(): void {
    for (const { client, server } of this.#pairs) {
      client.resetAndDestroy();
      server.resetAndDestroy();
    }
  }

  /** Those that are open now stay silent for ever; new ones have the weather. */
  abandon(): void {
    for (const pair of this.#pairs) {
      pair.dead = true;
      pair.client.pause();
      pair.server.pause();
    }
  }

  async close(): Promise<void> {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.cut();
    await closed;
  }

  #accept(client: Socket): void {
    if (this.weather.kind === "refusing") {
      client.resetAndDestroy();
      return;
    }
    const server = connect(this.#targetPort, "127.0.0.1");
    const pair = { client, server, dead: false };
    this.#pairs.add(pair);
    const commits = new CommitAnswers();
    this.#carry(pair, client, server, (bytes) => {
      commits.sent(bytes);
      return bytes;
    });
    this.#carry(pair, server, client, (bytes) => this.#spoil(pair, commits, bytes));
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on("error", () => {});
      socket.on("close", () => {
        if (!pair.dead) {
          client.destroy();
          server.destroy();
        }
        // Of one that is dead the other side may be open for as long as this proxy is.
        if (client.destroyed && server.destroyed) this.#pairs.delete(pair);
      });
    }
  }

  #carry(pair: Pair, from: Socket, to: Socket, pass: (bytes: Buffer) => Buffer | undefined): void {
    // One behind the other, whatever each one waits for.
    let before = Promise.resolve();
    from.on("data", (bytes) => {
      before = before.then(async () => {
        await this.#wait(pair);
        if (pair.dead || to.destroyed) return;
        const passed = pass(bytes);
        if (passed !== undefined) to.write(passed);
      });
    });
    from.on("end", () => {
      before = before.then(() => {
        if (!pair.dead) to.end();
      });
    });
  }

  async #wait(pair: Pair): Promise<void> {
    const { weather } = this;
    if (weather.kind === "slow") await sleep(weather.delayMs);
    while (this.weather.kind === "silent" && !pair.dead && this.#pairs.has(pair)) await sleep(20);
  }

  /** What of the server's bytes still gets to the client. */
  #spoil(pair: Pair, commits: CommitAnswers, bytes: Buffer): Buffer | undefined {
    const { weather } = this;
    const isCommit = commits.received(bytes);
    if (weather.kind === "swallowing commits" && isCommit && this.#chance() < weather.probability) {
      this.#end(pair);
      return undefined;
    }
    if (weather.kind === "truncating" && this.#chance() < weather.probability) {
      pair.client.write(bytes.subarray(0, bytes.length >> 1), () => this.#end(pair));
      return undefined;
    }
    return bytes;
  }

  #end({ client, server }: Pair): void {
    client.resetAndDestroy();
    server.destroy();
  }
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
