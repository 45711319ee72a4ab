import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "../harness/database.ts";
import type { ServerReport, ServerStarted } from "./server-process.ts";

const mebibyte = 2 ** 20;
interface TestServer {
  readonly process: ChildProcess;
  readonly started: ServerStarted;
}
let attacked: TestServer;
/** A server like it on the same machine at the same time, which nobody attacks. */
let control: TestServer;
let database: TestDatabase | undefined;
let rssBefore = 0;
/** How long good requests took meanwhile, each beside one to the control. */
const good: { readonly ms: number; readonly controlMs: number }[] = [];
let isAttacked = true;
let goodTraffic: Promise<void>;

beforeAll(async () => {
  const prepared = inject("prepared");
  if (!("snapshot" in prepared)) database = await openTestDatabase();
  const source = "snapshot" in prepared ? prepared.snapshot : database!.url!;
  [attacked, control] = [await startServer(source), await startServer(source)];
  for (let warm = 0; warm < 500; warm += 1) await goodPair();
  rssBefore = (await report()).rssBytes;
  goodTraffic = (async () => {
    while (isAttacked) {
      good.push(await goodPair());
      await wait(50);
    }
  })();
});
afterAll(async () => {
  for (const { process } of [attacked, control]) {
    process.disconnect();
    await once(process, "exit");
  }
  await database?.close();
});

async function startServer(source: string): Promise<TestServer> {
  const path = join(import.meta.dirname, "server-process.ts");
  const process = fork(path, [source], { execArgv: ["--expose-gc"] });
  return { process, started: await heard<ServerStarted>(process) };
}

async function heard<Message>(process: ChildProcess): Promise<Message> {
  const [message] = await once(process, "message");
  return message as Message;
}

function report(): Promise<ServerReport> {
  const answer = heard<ServerReport>(attacked.process);
  attacked.process.send("report");
  return answer;
}

async function goodPair() {
  const [ms, controlMs] = await Promise.all([goodRequest(attacked), goodRequest(control)]);
  return { ms, controlMs };
}

async function goodRequest({ started }: TestServer): Promise<number> {
  const began = performance.now();
  const { status } = await fetch(`${started.url}/v1/wallets/${started.wallet_id}`, {
    headers: { "X-API-KEY": started.api_key },
  });
  expect(status).toBe(200);
  return performance.now() - began;
}

/** What a connection brought until it was closed, and how long that took. */
async function attack(run: (socket: Socket, isOpen: () => boolean) => Promise<unknown>) {
  const { hostname, port } = new URL(attacked.started.url);
  const socket = connect(Number(port), hostname);
  const began = performance.now();
  let text = "";
  let isOpen = true;
  const closed = new Promise<void>((resolve) => {
    socket.on("close", () => {
      isOpen = false;
      resolve();
    });
  });
  socket.setEncoding("latin1").on("data", (chunk) => {
    text += chunk;
  });
  // A reset is as good an end as any.
  socket.on("error", () => {});
  await run(socket, () => isOpen);
  await closed;
  const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  return { statuses, seconds: (performance.now() - began) / 1000 };
}

const many = <Result>(count: number, one: () => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, one));

async function drip(socket: Socket, isOpen: () => boolean): Promise<void> {
  while (isOpen()) {
    socket.write("a");
    await wait(400);
  }
}

const post = (headers: string, path = "/v1/charges") =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nX-API-KEY: ${attacked.started.api_key}\r\nContent-Type: application/json\r\n${headers}\r\n`;

/** 100 MB, as fast as they are taken. */
async function flood(socket: Socket, isOpen: () => boolean, isChunked: boolean): Promise<void> {
  const block = Buffer.alloc(65_536, "a");
  const bytes = isChunked
    ? Buffer.concat([Buffer.from("10000\r\n"), block, Buffer.from("\r\n")])
    : block;
  for (let sent = 0; sent < 100 * mebibyte && isOpen(); sent += block.length) {
    if (socket.write(bytes)) continue;
    await Promise.race([once(socket, "drain"), once(socket, "close")]).catch(() => {});
  }
}

describe.concurrent("a connection ends with", () => {
  test("headers that come a byte at a time, within 6 s", async () => {
    const ends = await many(40, () =>
      attack(async (socket, isOpen) => {
        socket.write("GET /v1/errors HTTP/1.1\r\nHost: x\r\nX-A: ");
        await drip(socket, isOpen);
      }),
    );
    for (const { statuses, seconds } of ends) {
      expect(statuses).toEqual([504]);
      expect(seconds).toBeLessThan(6.5);
    }
  });

  test("a body that comes a byte at a time, within 11 s", async () => {
    const ends = await many(40, () =>
      attack(async (socket, isOpen) => {
        socket.write(post("Content-Length: 1000\r\n"));
        await drip(socket, isOpen);
      }),
    );
    for (const { statuses, seconds } of ends) {
      expect(statuses).toEqual([504]);
      expect(seconds).toBeLessThan(11.5);
    }
  });

  test("600 sockets that never say a word, within 6 s", async () => {
    const ends = await many(600, () => attack(async () => {}));
    expect(Math.max(...ends.map(({ seconds }) => seconds))).toBeLessThan(6.5);
  });

  test("100 sockets that say nothing behind their first request, within 7 s", async () => {
    const good = "GET /v1/errors/10001 HTTP/1.1\r\nHost: x\r\n\r\n";
    const ends = await many(100, () => attack(async (socket) => socket.write(good)));
    for (const { statuses, seconds } of ends) {
      expect(statuses).toEqual([200]);
      expect(seconds).toBeLessThan(7.5);
    }
  });

  test("1,000 requests at once, each answered in its turn", async () => {
    const good = "GET /v1/errors/10001 HTTP/1.1\r\nHost: x\r\n\r\n";
    const { statuses } = await attack(async (socket) => socket.write(good.repeat(1000)));
    expect(statuses).toHaveLength(1000);
    // More than a process takes on at once are refused.
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
  });

  test("headers that are too many or too large, at once", async () => {
    const bombs = ["X-A: 1\r\n".repeat(8000), `X-A: ${"a".repeat(65_536)}\r\n`];
    for (const bomb of bombs) {
      const ends = await many(20, () =>
        attack(async (socket) => socket.write(`GET /v1/errors HTTP/1.1\r\nHost: x\r\n${bomb}\r\n`)),
      );
      for (const { seconds } of ends) expect(seconds).toBeLessThan(2);
    }
  });

  test.each([
    ["with its length", "Content-Length: 104857600\r\n", "/v1/charges"],
    ["without", "Transfer-Encoding: chunked\r\n", "/v1/charges"],
    ["with its length, to nobody", "Content-Length: 104857600\r\n", "/v1/nope"],
    ["without, to nobody", "Transfer-Encoding: chunked\r\n", "/v1/nope"],
    [
      "with its length, without a key",
      "X-API-KEY: two\r\nContent-Length: 104857600\r\n",
      "/v1/charges",
    ],
  ])("a body of 100 MB, %s", async (_what, headers, path) => {
    const { seconds } = await attack(async (socket, isOpen) => {
      socket.write(post(headers, path));
      await flood(socket, isOpen, headers.startsWith("Transfer"));
    });
    expect(seconds).toBeLessThan(5);
  });
});

/** What 95 % are within, in whole milliseconds. */
function percentile(all: readonly number[]): number {
  return Math.round(all.toSorted((a, b) => a - b)[Math.floor(all.length * 0.95)] ?? Infinity);
}

test("meanwhile good requests were served, and nothing was piled up", async () => {
  isAttacked = false;
  await goodTraffic;
  const { rssBytes, bytesReadMax } = await report();
  const next = await goodPair();
  const grown = (rssBytes - rssBefore) / mebibyte;
  const slow = percentile(good.map(({ ms }) => ms));
  const controlSlow = percentile(good.map(({ controlMs }) => controlMs));
  console.info(
    `${good.length} good requests, 95 % within ${slow} ms, of the control's ${controlSlow} ms; ` +
      `the next one took ${Math.round(next.ms)} ms, the control's ${Math.round(next.controlMs)} ms; ` +
      `${grown.toFixed(1)} MiB grown; at most ${bytesReadMax} bytes read of a connection`,
  );
  expect(good.length).toBeGreaterThan(50);
  // What else runs on the machine makes both wait: an attack may cost no more than 100 ms beside.
  expect(slow).toBeLessThanOrEqual(controlSlow + 100);
  expect(next.ms).toBeLessThanOrEqual(next.controlMs + 100);
  expect(grown).toBeLessThan(20);
  expect(bytesReadMax).toBeLessThan(65_536 * 5);
});
