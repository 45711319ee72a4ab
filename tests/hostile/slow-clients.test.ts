import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { openTestDatabase, type TestDatabase } from "../harness/database.ts";
import type { ServerReport, ServerStarted } from "./server-process.ts";

const mebibyte = 2 ** 20;
let server: ChildProcess;
let database: TestDatabase | undefined;
let started: ServerStarted;
let rssBefore = 0;
/** How long each good request took, meanwhile. */
const goodMs: number[] = [];
let isAttacked = true;
let goodTraffic: Promise<void>;

beforeAll(async () => {
  const prepared = inject("prepared");
  if (!("snapshot" in prepared)) database = await openTestDatabase();
  const source = "snapshot" in prepared ? prepared.snapshot : database!.url!;
  server = fork(join(import.meta.dirname, "server-process.ts"), [source], {
    execArgv: ["--expose-gc"],
  });
  started = await heard<ServerStarted>();
  for (let warm = 0; warm < 500; warm += 1) await goodRequest();
  rssBefore = (await report()).rssBytes;
  goodTraffic = (async () => {
    while (isAttacked) {
      goodMs.push(await goodRequest());
      await wait(50);
    }
  })();
});
afterAll(async () => {
  server.disconnect();
  await once(server, "exit");
  await database?.close();
});

async function heard<Message>(): Promise<Message> {
  const [message] = await once(server, "message");
  return message as Message;
}

function report(): Promise<ServerReport> {
  const answer = heard<ServerReport>();
  server.send("report");
  return answer;
}

async function goodRequest(): Promise<number> {
  const began = performance.now();
  const { status } = await fetch(`${started.url}/v1/wallets/${started.wallet_id}`, {
    headers: { "X-API-KEY": started.api_key },
  });
  expect(status).toBe(200);
  return performance.now() - began;
}

/** What a connection brought until it was closed, and how long that took. */
async function attack(run: (socket: Socket, isOpen: () => boolean) => Promise<unknown>) {
  const { hostname, port } = new URL(started.url);
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
  `POST ${path} HTTP/1.1\r\nHost: x\r\nX-API-KEY: ${started.api_key}\r\nContent-Type: application/json\r\n${headers}\r\n`;

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

test("meanwhile good requests were served, and nothing was piled up", async () => {
  isAttacked = false;
  await goodTraffic;
  const { rssBytes, bytesReadMax } = await report();
  const inTime = goodMs.filter((ms) => ms <= 100);
  const grown = (rssBytes - rssBefore) / mebibyte;
  const worst = Math.round(Math.max(...goodMs));
  console.info(
    `${goodMs.length} good requests, ${inTime.length} within 100 ms, the slowest ${worst} ms; ` +
      `${grown.toFixed(1)} MiB grown; at most ${bytesReadMax} bytes read of a connection`,
  );
  expect(goodMs.length).toBeGreaterThan(50);
  // Other tests share the machine: a few may wait for it.
  expect(inTime.length / goodMs.length).toBeGreaterThan(0.95);
  expect(worst).toBeLessThan(1000);
  expect(grown).toBeLessThan(20);
  expect(bytesReadMax).toBeLessThan(65_536 * 5);
});
