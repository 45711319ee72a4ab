import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

/** A request as it goes out. */
export interface Asked {
  readonly method: "GET" | "POST";
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

const timeLimitMs = 15_000;
/** Sooner than the server ends a connection on which nothing comes. */
const idleMsMax = 3500;

/**
 * Connections to one server, so many at most, that stay open and have one request each at a time.
 * Of bare sockets: sender and server share a machine, and undici takes five times as much of it.
 */
export class Connections {
  readonly #url: URL;
  readonly #max: number;
  readonly #free: Connection[] = [];
  readonly #waiting: ((connection: Connection) => void)[] = [];
  readonly #open = new Set<Connection>();

  constructor(url: string, max: number) {
    this.#url = new URL(url);
    this.#max = max;
  }

  /** Opens them all, so many a second, before anything is asked. */
  async openAll(perSecond: number): Promise<void> {
    const began = performance.now();
    while (this.#open.size < this.#max) {
      const due = Math.min(this.#max, ((performance.now() - began) / 1000) * perSecond);
      while (this.#open.size < due) this.#free.push(this.#openOne());
      await sleep(1);
    }
  }

  /** Its answer; undefined when there was none. */
  async ask(asked: Asked): Promise<Answer | undefined> {
    const connection = await this.#take();
    const answer = await connection.ask(bytesOf(asked, this.#url));
    const next = this.#waiting.shift();
    if (connection.isUsable) {
      if (next === undefined) this.#free.push(connection);
      else next(connection);
    } else {
      this.#drop(connection);
      next?.(this.#openOne());
    }
    return answer;
  }

  close(): void {
    for (const each of this.#open) each.end();
  }

  #take(): Connection | Promise<Connection> {
    for (let free = this.#free.pop(); free !== undefined; free = this.#free.pop()) {
      if (free.isUsable) return free;
      this.#drop(free);
    }
    if (this.#open.size < this.#max) return this.#openOne();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #openOne(): Connection {
    const connection = new Connection(this.#url);
    this.#open.add(connection);
    return connection;
  }

  #drop(connection: Connection): void {
    connection.end();
    this.#open.delete(connection);
  }
}

class Connection {
  readonly #socket: Socket;
  #usedAt = performance.now();
  #hasEnded = false;
  #received: Buffer | undefined;
  #answer: ((answer: Answer | undefined) => void) | undefined;

  constructor({ hostname, port }: URL) {
    this.#socket = connect({ host: hostname, port: Number(port), noDelay: true });
    this.#socket.setTimeout(timeLimitMs, () => this.#socket.destroy());
    this.#socket.on("data", (chunk) => this.#take(chunk));
    this.#socket.on("error", () => {});
    this.#socket.on("close", () => this.#end(undefined));
  }

  get isUsable(): boolean {
    return !this.#hasEnded && performance.now() - this.#usedAt < idleMsMax;
  }

  ask(bytes: string): Promise<Answer | undefined> {
    return new Promise((resolve) => {
      if (this.#hasEnded) return resolve(undefined);
      this.#answer = resolve;
      this.#socket.write(bytes);
    });
  }

  end(): void {
    this.#hasEnded = true;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    const received = this.#received === undefined ? chunk : Buffer.concat([this.#received, chunk]);
    this.#received = received;
    const headEnd = received.indexOf("\r\n\r\n");
    if (headEnd === -1) return;
    const head = received.toString("latin1", 0, headEnd);
    const end = headEnd + 4 + Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
    if (received.length < end) return;
    this.#received = undefined;
    this.#usedAt = performance.now();
    const answer = {
      status: Number(head.slice("HTTP/1.1 ".length, "HTTP/1.1 200".length)),
      text: received.toString("utf8", headEnd + 4, end),
    };
    if (/^connection: close/im.test(head)) this.#end(answer);
    else this.#settle(answer);
  }

  #end(answer: Answer | undefined): void {
    this.#hasEnded = true;
    this.#settle(answer);
  }

  #settle(answer: Answer | undefined): void {
    const settle = this.#answer;
    this.#answer = undefined;
    settle?.(answer);
  }
}

function bytesOf({ method, path, headers, body = "" }: Asked, { host }: URL): string {
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${host}`];
  for (const [name, value] of Object.entries(headers)) lines.push(`${name}: ${value}`);
  if (method === "POST") lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  return `${lines.join("\r\n")}\r\n\r\n${body}`;
}
