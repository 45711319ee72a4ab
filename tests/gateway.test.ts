import { type ErrorKey, RegistryErrorData, registryErrorOf } from "@purse/contract";
import { createRouter, type GatewayRouter } from "@purse/gateway";
import { createTRPCClient, httpBatchLink, TRPCClientError } from "@trpc/client";
import { describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { useGateway } from "./harness/gateway.ts";
import { operatorToken, usePurse, viewerToken } from "./harness/purse.ts";
import { payment } from "./harness/requests.ts";

const purse = usePurse();
const gateway = useGateway(purse);
const token = { authorization: `Bearer ${operatorToken}` };

/** A call as it goes over the wire, and the error of its answer. */
async function send(path: string, init: RequestInit) {
  const response = await fetch(gateway.url + path, init);
  const { error } = Refusal.parse(await response.json());
  return { status: response.status, error };
}
const Refusal = z.object({
  error: z.object({ message: z.string(), data: z.object({ registry: RegistryErrorData }) }),
});

async function failureOf(call: Promise<unknown>): Promise<ErrorKey | undefined> {
  try {
    await call;
  } catch (error) {
    return registryErrorOf(error)?.key;
  }
  throw new Error("the call succeeded");
}

describe("the operations of the contract", () => {
  test("are called with full types and the same answers as over REST", async () => {
    const merchant = await purse.merchant();
    const client = gateway.client({ "x-api-key": merchant.api_key });
    const charge = await client.charges.create.mutate({
      channel: "balance",
      wallet_id: merchant.merchant_wallet_id,
      payer_wallet_id: merchant.user_wallet_ids[0]!,
      order_no: "trpc-1",
      amount: 300,
    });
    expectTypeOf(charge.status).toEqualTypeOf<
      "created" | "waiting" | "paid" | "partly_refunded" | "refunded" | "closed" | "expired"
    >();
    // @ts-expect-error an amount is a number
    const wrong = () => client.charges.create.mutate({ ...payment(merchant), amount: "1" });
    expect(await failureOf(wrong())).toBe("param_error");
    const key = merchant.api_key;
    const read = await purse.call("GET", `/v1/charges/${charge.id}`, { key });
    expect(read.data).toEqual(charge);
    const page = await client.charges.list.query({
      wallet_id: merchant.merchant_wallet_id,
      page: 1,
      count: 10,
    });
    expect(page).toEqual({ items: [charge], page: 1, count: 10, total: 1 });
    expect((await client.codes.get.query({ code: "-1" })).key).toBe("unknown");
  });

  test("fail with the registry's entry in the error's data", async () => {
    const merchant = await purse.merchant();
    const client = gateway.client({ "x-api-key": merchant.api_key });
    const body = { ...payment(merchant), channel: "balance" as const, amount: 1_000_001 };
    const error = await client.charges.create.mutate(body).catch((caught: unknown) => caught);
    if (!(error instanceof TRPCClientError)) throw new Error("not refused");
    expect(error.message).toBe("balance_insufficient: payer_wallet_id");
    expect(error.data).toEqual({
      code: "PAYMENT_REQUIRED",
      httpStatus: 402,
      path: "charges.create",
      registry: {
        code: 200_006,
        key: "balance_insufficient",
        name: "balance_insufficient",
        httpStatus: 402,
        retry: "manual",
      },
    });
  });

  test("answer each field's absence with its own code", async () => {
    const merchant = await purse.merchant();
    const { charges, wallets } = gateway.client({ "x-api-key": merchant.api_key });
    const charge = (input: object) => failureOf(charges.create.mutate(input as never));
    expect(await charge(undefined as never)).toBe("request_body_not_exist");
    expect(await charge({ amount: 1 })).toBe("request_body_channel_null");
    expect(await charge({ channel: "balance" })).toBe("walletid_is_null");
    expect(await charge({ ...payment(merchant), more: 1 })).toBe("param_error");
    const list = (input: object) => failureOf(wallets.list.query(input as never));
    expect(await list({ wallet_id: "w" })).toBe("page_is_null");
    expect(await list({ wallet_id: "w", page: 1 })).toBe("count_is_null");
  });

  test("need the merchant's key, unless they are open to everyone", async () => {
    expect(await failureOf(gateway.client().wallets.get.query({ wallet_id: "w" }))).toBe(
      "api_key_require",
    );
    const stranger = gateway.client({ "x-api-key": "purse_test_stranger" });
    expect(await failureOf(stranger.wallets.get.query({ wallet_id: "w" }))).toBe("api_key_invalid");
    expect((await gateway.client().codes.list.query()).length).toBe(65);
  });
});

describe("the operator", () => {
  test("makes a key, adjusts a balance, revokes the key; all of it is audited", async () => {
    const { operator } = gateway.client({ "x-operator": "ann@example" });
    const made = await operator.keys.create.mutate({ merchant_name: "shop", mode: "test" });
    const shop = gateway.client({ "x-api-key": made.api_key });
    const wallet = await shop.wallets.create.mutate({ type: "user" });
    const adjust = { wallet_id: wallet.id, reason: "opening balance" };
    expect(await operator.wallets.adjust.mutate({ ...adjust, amount: 500 })).toMatchObject({
      available: 500,
    });
    const taken = await operator.wallets.adjust.mutate({ ...adjust, amount: -200 });
    expect(taken.available).toBe(300);
    expect(await failureOf(operator.wallets.adjust.mutate({ ...adjust, amount: -301 }))).toBe(
      "balance_insufficient",
    );
    await operator.keys.revoke.mutate({ key_id: made.id });
    expect(await failureOf(shop.wallets.get.query({ wallet_id: wallet.id }))).toBe(
      "api_key_invalid",
    );
    const merchants = await operator.keys.list.query();
    const keys = merchants.find(({ name }) => name === "shop")?.keys;
    expect(keys?.map(({ id, revoked_at }) => [id, revoked_at === null])).toEqual([
      [made.id, false],
    ]);
    const audited = await purse.database.db
      .selectFrom("audit_log")
      .select(["action", "detail"])
      .where("actor", "=", "ann@example")
      .orderBy("id")
      .execute();
    expect(audited.map(({ action }) => action)).toEqual([
      "key.create",
      "balance.adjust",
      "balance.adjust",
      "key.revoke",
    ]);
    expect(audited[2]?.detail).toMatchObject({ amount: -200, reason: "opening balance" });
  });

  test("hears what is wrong with an input", async () => {
    const { operator } = gateway.client();
    const adjust = { wallet_id: "wal_0", amount: 1, reason: "x" };
    expect(await failureOf(operator.wallets.adjust.mutate(adjust))).toBe(
      "request_body_walletid_not_exist",
    );
    const error = await operator.wallets.adjust
      .mutate({ ...adjust, amount: 0 })
      .catch((caught: Error) => caught.message);
    expect(error).toBe("param_error: amount: expected an integer other than 0");
    expect(await failureOf(operator.keys.revoke.mutate({ key_id: "key_0" }))).toBe(
      "resource_not_exist",
    );
  });

  test("sees the wallets of all merchants with their balances, a page at a time", async () => {
    const [one, other] = [await purse.merchant(), await purse.merchant()];
    const { wallets } = gateway.client().operator;
    const first = await wallets.list.query({ count: 4 });
    expect(first.map(({ id, merchant }) => [id, merchant.id])).toEqual([
      [other.user_wallet_ids[1], other.merchant_id],
      [other.user_wallet_ids[0], other.merchant_id],
      [other.merchant_wallet_id, other.merchant_id],
      [one.user_wallet_ids[1], one.merchant_id],
    ]);
    expect(first[3]).toMatchObject({
      balances: [{ currency: "CNY", available: 1_000_000, held: 0 }],
      merchant: { mode: "test" },
    });
    const [next] = await wallets.list.query({ before: first[3]!.id, count: 1 });
    expect(next?.id).toBe(one.user_wallet_ids[0]);
    const own = await wallets.list.query({ merchant_id: one.merchant_id, status: "active" });
    expect(own).toHaveLength(3);
    expect(await wallets.list.query({ status: "disabled" })).toEqual([]);
  });

  test("checks the ledger", async () => {
    expect(await gateway.client().operator.ledger.check.query()).toMatchObject({ ok: true });
  });

  test.each([
    ["missing", {}],
    ["wrong", { authorization: "Bearer nope" }],
    ["wrong", { authorization: operatorToken }],
  ])("is kept out with a token that is %s", async (what, headers) => {
    const { status, error } = await send("/operator.keys.list", { headers });
    expect(status).toBe(401);
    expect(error.message).toBe(`api_key_invalid: operator token: ${what}`);
    expect(error.data.registry.code).toBe(200_001);
  });
});

describe("a viewer", () => {
  const viewer = gateway.client;
  const headers = { authorization: `Bearer ${viewerToken}` };

  test("sees what the operator sees", async () => {
    const { operator, codes } = viewer(headers);
    expect(await operator.session.query()).toEqual({ role: "viewer", actor: "viewer" });
    expect(await operator.keys.list.query()).toEqual(
      await gateway.client().operator.keys.list.query(),
    );
    expect((await codes.get.query({ code: "-1" })).key).toBe("unknown");
  });

  test("changes nothing, for no merchant and by no procedure", async () => {
    const merchant = await purse.merchant();
    const limit = { timeLimitMs: 1000, onLateFault: () => {} };
    const { procedures } = createRouter(purse.house.core, limit)._def;
    const paths = Object.entries<{ readonly _def: { readonly type: string } }>(procedures)
      .filter(([, { _def }]) => _def.type === "mutation")
      .map(([path]) => path);
    // Some of those that move money, or have it move: the list is no empty one.
    expect(paths).toEqual(
      expect.arrayContaining([
        "charges.create",
        "operator.wallets.adjust",
        "operator.movements.query",
        "operator.sandbox.withdraw",
      ]),
    );
    for (const path of paths) {
      const { status, error } = await send(`/${path}`, {
        method: "POST",
        headers: { ...headers, "x-api-key": merchant.api_key, "content-type": "application/json" },
        body: "{}",
      });
      expect([path, status, error.message]).toEqual([
        path,
        401,
        "api_key_invalid: operator token: a viewer's may only look",
      ]);
    }
  });
});

describe("what is no proper call", () => {
  const json = { ...token, "content-type": "application/json" };
  const adjust = "/operator.wallets.adjust";
  test.each<[string, string, RequestInit, number, string]>([
    ["an unknown procedure", "/nope", { headers: token }, 404, "operation_not_exist"],
    [
      "a query sent as a mutation",
      "/codes.list",
      { method: "POST", headers: json, body: "{}" },
      404,
      "operation_not_exist",
    ],
    ["a mutation sent as a query", adjust, { headers: token }, 404, "operation_not_exist"],
    ["malformed JSON", adjust, { method: "POST", headers: json, body: "{" }, 400, "param_error"],
    [
      "another media type",
      adjust,
      { method: "POST", headers: { ...token, "content-type": "text/csv" }, body: "a" },
      400,
      "param_error",
    ],
    [
      "too large a body",
      adjust,
      { method: "POST", headers: json, body: `"${"x".repeat(70_000)}"` },
      400,
      "param_error",
    ],
    [
      "an encoded body",
      adjust,
      { method: "POST", headers: { ...json, "content-encoding": "gzip" }, body: "x" },
      400,
      "param_error",
    ],
  ])("%s is refused", async (_what, path, init, status, key) => {
    const { error, ...answer } = await send(path, init);
    expect([answer.status, error.data.registry.key]).toEqual([status, key]);
  });

  test.each(["HEAD", "OPTIONS", "PUT", "DELETE"])("%s is refused", async (method) => {
    const response = await fetch(`${gateway.url}/codes.list`, { method, headers: token });
    expect(response.status).toBe(404);
  });
});

test("an answer carries the request's id, and of a failure its code", async () => {
  const headers = { ...token, "X-Request-Id": "order-7" };
  const good = await fetch(`${gateway.url}/codes.list`, { headers });
  expect(good.headers.get("X-Request-Id")).toBe("order-7");
  expect(good.headers.get("X-Error-Code")).toBeNull();
  const failed = await fetch(`${gateway.url}/wallets.get`, { headers: token });
  expect(failed.headers.get("X-Request-Id")).toMatch(/^[0-9a-f-]{36}$/);
  expect(failed.headers.get("X-Error-Code")).toBe("401");
  const stranger = await fetch(`${gateway.url}/codes.list`);
  expect(stranger.headers.get("X-Error-Code")).toBe("200001");
});

test("a batch of different outcomes answers 200 and each call's own outcome", async () => {
  const link = httpBatchLink({ url: gateway.url, headers: () => token });
  const client = createTRPCClient<GatewayRouter>({ links: [link] });
  const [good, bad] = await Promise.allSettled([
    client.codes.get.query({ code: "401" }),
    client.codes.get.query({ code: "7" }),
  ]);
  expect([good.status, bad.status]).toEqual(["fulfilled", "rejected"]);
  const input = encodeURIComponent(JSON.stringify({ 0: { code: "401" }, 1: { code: "7" } }));
  const batch = `${gateway.url}/codes.get,codes.get?batch=1&input=${input}`;
  expect((await fetch(batch, { headers: token })).status).toBe(200);
});
