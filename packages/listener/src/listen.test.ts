import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { setImmediate as nextTurn } from "node:timers/promises";
import { parseEnvelope, Wallet } from "@purse/contract";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Listener, listen } from "./listen.ts";
import { watchLoad } from "./load.ts";

let listener: Listener;
beforeAll(async () => {
  listener = await listen({
    host: "127.0.0.1",
    port: 0,
    handle: (_request, response) => response.end("handled"),
    drain: { draining: false },
    load: watchLoad(),
    isReady: async () => true,
  });
});
afterAll(() => listener.close());

/** Sends bytes as they are, and reads until the listener closes. */
async function raw(...writes: readonly string[]): Promise<string> {
  const socket = connect(Number(new URL(listener.url).port), "127.0.0.1");
  for (const bytes of writes) {
    socket.write(bytes);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return text(socket);
}

test.each([
  ["no HTTP at all", "hello\r\n\r\n", 400, "param_error"],
  ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, "param_error"],
  [
    "too large headers",
    `GET / HTTP/1.1\r\nHost: x\r\nA: ${"a".repeat(9000)}\r\n\r\n`,
    400,
    "param_error",
  ],
  ["a request without Host", "GET / HTTP/1.1\r\n\r\n", 400, "param_error"],
  ["CONNECT", "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n", 404, "operation_not_exist"],
])(
  "%s is answered in the envelope, and the connection closed",
  async (_what, bytes, status, key) => {
    const answer = await raw(bytes);
    const [head = "", body = ""] = answer.split("\r\n\r\n");
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const result = parseEnvelope(Wallet, JSON.parse(body));
    expect(result).toMatchObject({ ok: false, error: { key } });
    if (!result.ok) expect(head).toContain(`X-Error-Code: ${result.error.code}`);
    expect(head).toContain("Connection: close");
    expect(head).toMatch(/^X-Request-Id: [\w-]{36}$/m);
    expect(head).toContain(`Content-Length: ${Buffer.byteLength(body)}`);
  },
);

test("HTTP/1.0 needs no Host", async () => {
  expect(await raw("GET / HTTP/1.0\r\n\r\n")).toMatch(/^HTTP\/1.1 200 [\s\S]*handled$/);
});

test("an upgrade is answered as the plain request that it also is", async () => {
  const headers = "Host: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n";
  expect(await raw(`GET / HTTP/1.1\r\n${headers}\r\n`)).toMatch(/^HTTP\/1.1 200 [\s\S]*handled$/);
});

test("what follows an answer is not mixed with another", async () => {
  const answer = await raw("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "garbage\r\n\r\n");
  expect(answer.match(/HTTP\/1.1 /g)).toHaveLength(1);
});

test("a thousand connections at once are all kept until they are accepted", async () => {
  const port = Number(new URL(listener.url).port);
  let connected = 0;
  const sockets = Array.from({ length: 1000 }, () =>
    connect(port, "127.0.0.1", () => {
      connected += 1;
    }),
  );
  // By turns, not by the clock: whom the kernel drops is back only after a second.
  for (let turns = 0; turns < 20; turns += 1) await nextTurn();
  for (const socket of sockets) socket.destroy();
  expect(connected).toBe(1000);
});
