import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, expect, test } from "vitest";
import { callHttp } from "./http.ts";

let server: Server | undefined;
afterEach(() => server?.close());

async function listen(listener: RequestListener): Promise<string> {
  server = createServer(listener);
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const get = (url: string, timeLimitMs = 1000, bytesMax = 1000) =>
  callHttp({ method: "GET", url, timeLimitMs, bytesMax });
const trouble = (detail: string) => ({ ok: false, key: "channel_connection_error", detail });
const unreadable = (detail: string) => ({ ok: false, key: "channel_parse_error", detail });

test("answers whatever the status is, with its headers", async () => {
  const url = await listen((_, answer) => answer.writeHead(503, { "X-Sign": "s" }).end("支付"));
  expect(await get(url)).toMatchObject({
    ok: true,
    status: 503,
    headers: { "x-sign": "s" },
    text: "支付",
  });
});

test("asks for no encoding and sends a body as it is", async () => {
  const url = await listen((request, answer) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => answer.end(`${request.headers["accept-encoding"]} ${chunks.join("")}`));
  });
  const call = { method: "POST", url, body: "a=1", timeLimitMs: 1000 } as const;
  expect(await callHttp(call)).toMatchObject({ ok: true, text: "identity a=1" });
});

test("does not follow a redirect", async () => {
  const url = await listen((_, answer) => answer.writeHead(302, { Location: "/other" }).end());
  expect(await get(url)).toMatchObject({ ok: true, status: 302 });
});

test("nobody listens", async () => {
  const url = await listen((_, answer) => answer.end());
  await new Promise((resolve) => server?.close(resolve));
  expect(await get(url)).toEqual(trouble("ECONNREFUSED"));
});

test("the connection is reset, before the answer or amid it", async () => {
  const url = await listen((request, answer) => {
    if (request.url === "/amid") answer.writeHead(200, { "Content-Length": 100 }).write("half");
    setTimeout(() => request.socket.resetAndDestroy(), 20);
  });
  expect(await get(`${url}/before`)).toMatchObject(
    trouble(expect.stringMatching(/^(UND_ERR_SOCKET|ECONNRESET)$/)),
  );
  expect(await get(`${url}/amid`)).toMatchObject(
    trouble(expect.stringMatching(/^(UND_ERR_SOCKET|ECONNRESET)$/)),
  );
});

test("the time is up, before the answer or amid it", async () => {
  const url = await listen((request, answer) => {
    if (request.url === "/amid") answer.write("half");
  });
  expect(await get(`${url}/before`, 100)).toEqual(trouble("no answer within 100 ms"));
  expect(await get(`${url}/amid`, 100)).toEqual(trouble("no answer within 100 ms"));
  server?.closeAllConnections();
});

test("an answer that cannot be read: encoded, too long, not UTF-8", async () => {
  const url = await listen((request, answer) => {
    if (request.url === "/encoded") {
      answer.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync("hello"));
    } else if (request.url === "/long") answer.end("x".repeat(1001));
    else answer.end(Buffer.from([0xd6, 0xa7, 0xb8, 0xb6]));
  });
  expect(await get(`${url}/encoded`)).toEqual(unreadable("the answer is encoded: gzip"));
  expect(await get(`${url}/long`)).toEqual(unreadable("the answer has more than 1000 bytes"));
  expect(await get(`${url}/latin`)).toEqual(unreadable("the answer is not UTF-8"));
});

test("a connection that is cut is not used again, and the next call gets its own answer", async () => {
  let answered = 0;
  const url = await listen((request, answer) => {
    answered += 1;
    if (request.url === "/slow") setTimeout(() => answer.end("late"), 200);
    else answer.end("mine");
  });
  expect(await get(`${url}/slow`, 50)).toMatchObject({ ok: false });
  expect(await get(`${url}/fast`)).toMatchObject({ ok: true, text: "mine" });
  expect(answered).toBe(2);
});
