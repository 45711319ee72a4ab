import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import Koa from "koa";
import { afterEach, expect, test } from "vitest";
import { answerFaults } from "./kinds.ts";
import { reply } from "./reply.ts";

const body = JSON.stringify({ it: "works" });
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** Asks a server that answers with a fault: what is seen of it, and how often it worked. */
async function ask(fault: string | undefined) {
  let worked = 0;
  const app = new Koa().use((ctx) =>
    reply(ctx, fault, () => {
      worked += 1;
      return { status: 200, headers: { "Content-Type": "application/json" }, body };
    }),
  );
  const server = createServer(app.callback());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { seen: await look(port), worked };
}

function look(port: number): Promise<object> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const asking = request({ port, method: "POST", timeout: 200 }, (response) => {
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", () => {});
      response.on("end", () => {
        const { statusCode, headers } = response;
        const bytes = Buffer.concat(chunks);
        const encoding = headers["content-encoding"];
        const text = (encoding === "gzip" ? gunzipSync(bytes) : bytes).toString();
        resolve({ status: statusCode, type: headers["content-type"], encoding, text });
      });
    });
    asking.on("timeout", () => resolve({ silence: true }));
    asking.on("error", ({ code }: NodeJS.ErrnoException) => {
      const part = Buffer.concat(chunks).toString();
      resolve(part === "" ? { error: code } : { error: code, part });
    });
    asking.end("x");
  });
}

const json = { status: 200, type: "application/json", encoding: undefined, text: body };
const page = { type: "text/html; charset=utf-8", text: expect.stringContaining("<html>") };

test.each([
  [undefined, json],
  ["missing_field", json],
  ["connection_closed", { error: "ECONNRESET" }],
  ["connection_lost", { error: "ECONNRESET" }],
  ["reset_mid_answer", { error: "ECONNRESET", part: body.slice(0, body.length / 2) }],
  ["time_out", { silence: true }],
  ["time_out_done", { silence: true }],
  ["http_500_html", { ...page, status: 500 }],
  ["http_502_empty", { status: 502, type: undefined, text: "" }],
  ["not_json", { ...page, status: 200 }],
  ["encoded", { ...json, encoding: "gzip" }],
])("%s: the caller sees what it says", async (fault, expected) => {
  const { seen, worked } = await ask(fault);
  expect(seen).toEqual(expected);
  const kind = answerFaults.find((each) => each.fault === fault);
  expect(worked).toBe(kind === undefined || kind.acts ? 1 : 0);
});
