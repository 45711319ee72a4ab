import { type IncomingMessage, type RequestOptions, request } from "node:http";
import { json } from "node:stream/consumers";
import {
  api,
  type ErrorKey,
  isRegistryError,
  operationsOf,
  PurseError,
  purse,
  RegistryErrorData,
  type Result,
  registry,
} from "@purse/contract";
import type { Core } from "@purse/core";
import {
  createTRPCClient,
  httpBatchLink,
  httpBatchStreamLink,
  httpLink,
  type TRPCLink,
} from "@trpc/client";
import fc from "fast-check";
import { pino } from "pino";
import { afterAll, expect, test } from "vitest";
import { z } from "zod";
import { type GatewayRouter, startGateway } from "./index.ts";

const operatorToken = "token";
const authorization = `Bearer ${operatorToken}`;
const contentType = "application/json";
const posted = { authorization, "content-type": contentType };

const closers = new Set<() => Promise<void>>();
afterAll(() => Promise.all([...closers].map((close) => close())));

interface Behavior {
  readonly call?: (input: string | undefined) => Promise<unknown>;
  readonly operate?: (actor: string) => Promise<Result<never>>;
}

/** The contract's operations over a handler that only hears the code of `codes.get`. */
async function serve({ call, operate }: Behavior = {}) {
  const logs: string[] = [];
  const Params = z.object({ params: z.object({ code: z.string() }) });
  const core: Core = {
    contract: purse,
    operations: operationsOf(api).map((named) => ({
      ...named,
      keys: new Set(),
      async call(_caller, parts) {
        const code = Params.safeParse(parts).data?.params.code;
        if (code !== undefined && registry.has(code)) return { ok: false, error: failed(code) };
        return { ok: true, data: (await call?.(code)) ?? null };
      },
    })),
    authenticate: () => Promise.reject(new Error("no signed calls here")),
    identify: () => Promise.reject(new Error("no signed calls here")),
    keepNonce: () => Promise.reject(new Error("no signed calls here")),
    now: () => new Date(),
    operate: (actor) => operate?.(actor) ?? Promise.reject(new Error("no operator here")),
    checkLedger: () => Promise.reject(new Error("no ledger here")),
    checkLedgerWhenDue: () => Promise.reject(new Error("no ledger here")),
    resume: () => Promise.reject(new Error("no worker here")),
    takeDeliveries: () => Promise.reject(new Error("no worker here")),
    deliver: () => Promise.reject(new Error("no worker here")),
  };
  const logger = pino({ level: "debug" }, { write: (line: string) => logs.push(line) });
  const gateway = await startGateway({
    core,
    logger,
    host: "127.0.0.1",
    port: 0,
    operatorToken,
    isReady: async () => true,
  });
  closers.add(gateway.close);
  return { ...gateway, logs };
}

function failed(key: ErrorKey): PurseError {
  return new PurseError(registry.get(key));
}

/** A request exactly as given (fetch would mend it), and the error of its answer. */
async function send(url: string, path: string, options: RequestOptions = {}, body?: string) {
  const { port } = new URL(url);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request({ port, path, ...options }, resolve)
      .on("error", reject)
      .end(body);
  });
  const { error } = Refusal.parse(await json(response));
  expect(response.headers["content-type"]).toBe(contentType);
  expect(response.statusCode).toBe(error.data.registry.httpStatus);
  return { status: response.statusCode, key: error.data.registry.key, message: error.message };
}
const Refusal = z.object({
  error: z.object({ message: z.string(), data: z.object({ registry: RegistryErrorData }) }),
});

const mixedBatch = "/codes.get,charges.create?batch=1";
const stream = { "trpc-accept": "application/jsonl" };

test.each<[string, string, RequestOptions]>([
  ["a call", "/codes.list", {}],
  ["an unknown procedure", "/nope", {}],
  ["a mutation sent as a query", "/charges.create", {}],
  ["another method", "/codes.list", { method: "PUT" }],
  ["another media type", "/charges.create", { method: "POST" }],
  ["a batch of both kinds", mixedBatch, {}],
  ["a stream", "/codes.list?batch=1", { headers: stream }],
])("%s without the operator token hears nothing but that", async (_what, path, options) => {
  const { url } = await serve();
  const missing = await send(url, path, options);
  expect(missing).toEqual({
    status: 401,
    key: "api_key_invalid",
    message: "api_key_invalid: operator token: missing",
  });
  for (const wrong of ["Bearer nope", "Bearer", operatorToken, `Basic ${operatorToken}`]) {
    const headers = { ...options.headers, authorization: wrong };
    const { status, message } = await send(url, path, { ...options, headers });
    expect([status, message]).toEqual([401, "api_key_invalid: operator token: wrong"]);
  }
});

test("the scheme of the token is read in any case", async () => {
  const { url } = await serve();
  const headers = { authorization: `bearer ${operatorToken}` };
  expect((await fetch(`${url}/codes.list`, { headers })).status).toBe(200);
});

const urlFault = "param_error: the URL or Host is malformed";
const typeFault = "param_error: Content-Type: expected application/json";
const callFault = "param_error: not a call that tRPC understands";
const jsonFault = "param_error: the input is not JSON";
const streamFault = "param_error: streamed batches are not offered: use httpBatchLink";
const form = { authorization, "content-type": "multipart/form-data; boundary=b" };
const bytes = { authorization, "content-type": "application/octet-stream" };

test.each<[string, string, RequestOptions, string, string?]>([
  ["credentials in Host", "/codes.list", { headers: { authorization, host: "u:p@x" } }, urlFault],
  ["credentials in the URL", "http://u:p@x/codes.list", {}, urlFault],
  ["a Host that is none", "/codes.list", { headers: { authorization, host: "a[b" } }, urlFault],
  ["a URL that is none", "//", {}, urlFault],
  ["a broken escape", "/%zz", {}, callFault],
  ["a form", "/wallets.create", { method: "POST", headers: form }, typeFault, "--b--"],
  ["bytes", "/wallets.create", { method: "POST", headers: bytes }, typeFault, "x"],
  ["no media type", "/wallets.create", { method: "POST" }, typeFault, "{}"],
  ["malformed JSON", "/wallets.create", { method: "POST", headers: posted }, jsonFault, "{"],
  ["malformed JSON in a query", "/codes.get?input=%7B", {}, jsonFault],
  ["a batch of both kinds", mixedBatch, {}, callFault],
  ["too large a batch", `/${Array(33).fill("codes.list")}?batch=1`, {}, callFault],
  ["a stream", "/codes.list?batch=1", { headers: { authorization, ...stream } }, streamFault],
])("%s is the caller's fault", async (_what, path, options, message, body) => {
  const { url, logs } = await serve();
  const headers = { authorization, ...options.headers };
  expect(await send(url, path, { ...options, headers }, body)).toEqual({
    status: 400,
    key: "param_error",
    message,
  });
  expect(logs).toEqual([]);
});

test.each(["PUT", "DELETE", "OPTIONS"])("%s is no operation", async (method) => {
  const { url } = await serve();
  const { status, key } = await send(url, "/codes.list", { method, headers: { authorization } });
  expect([status, key]).toEqual([404, "operation_not_exist"]);
});

test.each(["*", "//nope", "http://127.0.0.1/nope"])(
  "a target of %s is no procedure",
  async (target) => {
    const { url, logs } = await serve();
    const { status, key } = await send(url, target, { headers: posted });
    expect([status, key]).toEqual([404, "operation_not_exist"]);
    expect(logs).toEqual([]);
  },
);

test.each(["__proto__", "constructor", "toString"])("%s is no procedure", async (path) => {
  const { url } = await serve();
  const { key } = await send(url, `/${path}`, { headers: { authorization } });
  expect(key).toBe("operation_not_exist");
});

test.each([
  ["an error", () => new Error("secret")],
  ["a schema's error", () => z.literal("secret").safeParse(1).error],
  ["a parser's error", () => new SyntaxError("secret")],
])("%s out of a handler is unknown to the caller and in the log", async (_what, error) => {
  const { url, logs } = await serve({ call: () => Promise.reject(error()) });
  const answer = await send(url, "/codes.list", { headers: { authorization } });
  expect(answer).toEqual({ status: 500, key: "unknown", message: "failed" });
  expect(logs).toHaveLength(1);
  expect(logs[0]).toContain("secret");
});

test("the operator is named by X-Operator where it is well-formed", async () => {
  const actors: string[] = [];
  const operate = async (actor: string) => {
    actors.push(actor);
    return { ok: false, error: failed("service_unavailable") } as const;
  };
  const { url } = await serve({ operate });
  for (const name of [undefined, "ann@example", "a b", "x".repeat(65)]) {
    const headers = { authorization, ...(name === undefined ? {} : { "x-operator": name }) };
    // A ledger that cannot be read is unavailable, not unknown.
    const { key } = await send(url, "/operator.ledger.check", { headers });
    expect(key).toBe("service_unavailable");
  }
  expect(actors).toEqual(["operator", "ann@example", "operator", "operator"]);
});

test.each<[string, string, object]>([
  ["merchant_name", "keys.create", { merchant_name: "\0", mode: "test" }],
  ["key_id", "keys.revoke", { key_id: "key_\0" }],
  ["wallet_id", "wallets.adjust", { wallet_id: "\ud800", amount: 1, reason: "x" }],
  ["amount", "wallets.adjust", { wallet_id: "w", amount: 2 ** 53, reason: "x" }],
  ["amount", "wallets.adjust", { wallet_id: "w", amount: 0, reason: "x" }],
  ["reason", "wallets.adjust", { wallet_id: "w", amount: 1, reason: "\0" }],
  ["reason", "wallets.adjust", { wallet_id: "w", amount: 1, reason: "x".repeat(201) }],
  ["more", "keys.revoke", { key_id: "k", more: 1 }],
])("the operator's %s is read narrowly", async (field, procedure, input) => {
  const { url } = await serve();
  const options = { method: "POST", headers: posted };
  const answer = await send(url, `/operator.${procedure}`, options, JSON.stringify(input));
  expect(answer.message).toMatch(new RegExp(`^param_error: ${field}: (expected|unknown) `));
});

test("a batch has its calls' own status where they agree, else 200", async () => {
  const { url } = await serve();
  const keys: ErrorKey[] = ["charge_closed", "wallet_not_exist", "param_error", "unknown"];
  const outcome = fc.constantFrom("0", ...keys);
  await fc.assert(
    fc.asyncProperty(fc.array(outcome, { minLength: 1, maxLength: 4 }), async (outcomes) => {
      const input = JSON.stringify(Object.fromEntries(outcomes.map((code, n) => [n, { code }])));
      const paths = outcomes.map(() => "codes.get").join(",");
      const path = `/${paths}?batch=1&input=${encodeURIComponent(input)}`;
      const { status } = await fetch(url + path, { headers: { authorization } });
      const own = outcomes.map((key) => (registry.has(key) ? registry.get(key).httpStatus : 200));
      expect(status).toBe(new Set(own).size === 1 ? own[0] : 200);
    }),
    { numRuns: 50 },
  );
});

type Link = (options: { url: string }) => TRPCLink<GatewayRouter>;
test.each<[string, Link]>([
  ["httpLink", httpLink],
  ["httpBatchLink", httpBatchLink],
  ["httpBatchStreamLink", httpBatchStreamLink],
])("a refusal reaches a client of %s", async (_name, link) => {
  const { url } = await serve();
  const client = createTRPCClient<GatewayRouter>({ links: [link({ url })] });
  const calls = [client.codes.list.query(), client.codes.get.query({ code: "0" })];
  for (const call of await Promise.allSettled<unknown>(calls)) {
    expect(call.status === "rejected" && isRegistryError(call.reason, "api_key_invalid")).toBe(
      true,
    );
  }
});

test("closing finishes what is in flight and refuses what is new", async () => {
  const begun = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<string>();
  const { url, close } = await serve({
    call() {
      begun.resolve();
      return finish.promise;
    },
  });
  const inFlight = fetch(`${url}/codes.list`, { headers: { authorization } });
  await begun.promise;
  const closed = close();
  closers.delete(close);
  const { status, key } = await send(url, "/codes.list", { headers: { authorization } });
  expect([status, key]).toEqual([503, "service_unavailable"]);
  finish.resolve("done");
  const answer = await inFlight;
  expect([answer.status, await answer.json()]).toEqual([200, { result: { data: "done" } }]);
  await closed;
  await expect(fetch(url)).rejects.toThrow();
});
