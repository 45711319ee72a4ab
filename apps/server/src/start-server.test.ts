import { connect } from "node:net";
import { text } from "node:stream/consumers";
import {
  api,
  type NamedOperation,
  operationsOf,
  parseEnvelope,
  purse,
  Wallet,
} from "@purse/contract";
import type { BoundOperation, Caller, Core } from "@purse/core";
import type { DatabaseUse, RequestRecord } from "@purse/listener";
import { pino } from "pino";
import { afterEach, expect, test } from "vitest";
import { startServer } from "./start-server.ts";

const timeLimitMs = 100;
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const caller: Caller = { merchant_id: "mer_1", key_id: "key_1", mode: "test" };

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

interface Behavior {
  readonly atDatabase?: () => DatabaseUse;
  readonly authenticate?: () => Promise<void>;
  readonly call?: () => Promise<unknown>;
}

/** The contract's operations over handlers that only count how often they began. */
async function serve({ authenticate, call, atDatabase }: Behavior) {
  const told: RequestRecord[] = [];
  const logs: string[] = [];
  const begun: string[] = [];
  const bound = (named: NamedOperation): BoundOperation => ({
    ...named,
    keys: new Set(),
    async call() {
      begun.push(named.id);
      return { ok: true, data: (await call?.()) ?? null };
    },
  });
  const core: Core = {
    contract: purse,
    operations: operationsOf(api).map(bound),
    authenticate: () => Promise.reject(new Error("no gateway here")),
    async identify() {
      await authenticate?.();
      return { ok: true, data: { caller, signing: undefined } };
    },
    keepNonce: () => Promise.reject(new Error("no signed calls here")),
    now: () => new Date(),
    operate: () => Promise.reject(new Error("no operator here")),
    checkLedger: () => Promise.reject(new Error("no ledger here")),
    checkLedgerWhenDue: () => Promise.reject(new Error("no ledger here")),
    resume: () => Promise.reject(new Error("no worker here")),
    takeDeliveries: () => Promise.reject(new Error("no worker here")),
    deliver: () => Promise.reject(new Error("no worker here")),
  };
  const logger = pino({ level: "debug" }, { write: (line: string) => logs.push(line) });
  const rest = { host: "127.0.0.1", port: 0, openapiYaml: () => "", isReady: async () => true };
  const observer = { onRequest: (record: RequestRecord) => void told.push(record) };
  const server = await startServer({ core, logger, timeLimitMs, atDatabase, observer, ...rest });
  closers.push(server.close);
  return { url: server.url, begun, logs, told };
}

async function codeOf(response: Response): Promise<number> {
  const result = parseEnvelope(Wallet, await response.json());
  return result.ok ? 0 : result.error.code;
}

test("nothing begins for a caller who was told that the time ran out", async () => {
  const { url, begun, logs } = await serve({ authenticate: async () => void (await pause(200)) });
  const late = await fetch(`${url}/v1/wallets/wal_1`);
  expect([late.status, await codeOf(late)]).toEqual([504, 100_045]);
  await pause(200);
  expect(begun).toEqual([]);
  expect(logs.join()).toContain("too late to answer");
});

test("a body that arrives behind the time limit sets nothing off", async () => {
  const { url, begun } = await serve({});
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  const head = "POST /v1/wallets HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
  const type = "Content-Type: application/json\r\nContent-Length: 15\r\n";
  socket.write(`${head}${type}\r\n{"type":`);
  const answer = text(socket);
  await pause(200);
  socket.write('"user"}');
  expect(await answer).toMatch(/^HTTP\/1.1 504 [\s\S]*"code":100045/);
  await pause(50);
  expect(begun).toEqual([]);
});

test("a fault behind the time limit is logged with the request's id", async () => {
  const { url, begun, logs } = await serve({
    async call() {
      await pause(200);
      throw new Error("lost cause");
    },
  });
  const late = await fetch(`${url}/v1/wallets/wal_1`, { headers: { "X-Request-Id": "mine" } });
  expect([late.status, await codeOf(late)]).toEqual([504, 100_045]);
  await pause(200);
  expect(begun).toEqual(["wallets.get"]);
  const entry = logs.map((line) => JSON.parse(line)).find(({ err }) => err !== undefined);
  expect(entry).toMatchObject({ request_id: "mine", err: { message: "lost cause" } });
});

test("HEAD runs no operation, though probes take it", async () => {
  const { url, begun } = await serve({});
  const head = await fetch(`${url}/v1/wallets/wal_1`, { method: "HEAD" });
  expect([head.status, head.headers.get("X-Error-Code")]).toEqual([404, "200004"]);
  expect(await head.text()).toBe("");
  expect(begun).toEqual([]);
  expect((await fetch(`${url}/healthz`, { method: "HEAD" })).status).toBe(200);
});

test("the words of Accept may be in any case", async () => {
  const { url } = await serve({});
  const response = await fetch(url, { headers: { Accept: "APPLICATION/PROBLEM+JSON" } });
  expect(response.headers.get("Content-Type")).toBe("application/problem+json");
});

test("who is turned away for the load has begun nothing, and the log hears of it once", async () => {
  let underWay = 288;
  const atDatabase = () => ({ underWay, ended: 0 });
  const authenticate = () => Promise.reject(new Error("nobody looks who it is"));
  const { url, begun, logs, told } = await serve({ authenticate, atDatabase });
  for (let times = 1; times <= 3; times += 1) {
    const refused = await fetch(`${url}/v1/wallets/wal_1`);
    expect([refused.status, await codeOf(refused)]).toEqual([503, 200_011]);
  }
  expect(begun).toEqual([]);
  expect(logs.filter((line) => line.includes("overloaded: too many wait"))).toHaveLength(1);
  expect(told).toEqual([]);
  underWay = 0;
  await fetch(`${url}/v1/wallets/wal_1`);
  await pause(50);
  expect(told).toHaveLength(1);
});
