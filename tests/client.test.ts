import { randomUUID } from "node:crypto";
import {
  ApiKeyInvalidError,
  BalanceInsufficientError,
  type ClientOptions,
  ConcurrencyLimitExceededError,
  createClient,
  NoAnswerError,
  ParamError,
  ResourceNotExistError,
  ServiceUnavailableError,
} from "@purse/client";
import { type ErrorKey, failure, PurseError, registry } from "@purse/contract";
import { describe, expect, expectTypeOf, test } from "vitest";
import { type Fault, loseAnswer, loseRequest, silence, useFront } from "./harness/front.ts";
import { usePurse } from "./harness/purse.ts";
import { adjust, payment } from "./harness/requests.ts";
import { signingKey } from "./harness/signing.ts";

const purse = usePurse();
const front = useFront(purse);

/** A new merchant, and a client of theirs through the front. */
async function shop(options: Partial<ClientOptions> = {}) {
  const merchant = await purse.merchant();
  const client = createClient({ url: front.url, apiKey: merchant.api_key, ...options });
  const order = { ...payment(merchant), channel: "balance" as const };
  const balance = async () => {
    const wallet = await client.wallets.get({ wallet_id: order.payer_wallet_id });
    return wallet.balances[0]?.available;
  };
  return { merchant, client, order, balance };
}

/** An answer in the server's place. */
function refuse(key: ErrorKey, headers: Readonly<Record<string, string>> = {}): Fault {
  const { httpStatus } = registry.get(key);
  const body = JSON.stringify(failure(new PurseError(registry.get(key))));
  return ({ response }) => response.writeHead(httpStatus, headers).end(body);
}

const caught = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => expect.fail("the call succeeded"),
    (error) => error,
  );

test.each(["ed25519", "hmac-sha256"] as const)(
  "a live key opens wallets, is paid and refunds, signed by %s",
  async (algorithm) => {
    const { api_key, signer } = await signingKey(purse, randomUUID(), "live", algorithm);
    const client = createClient({ url: front.url, apiKey: api_key, signer });
    const merchantWallet = await client.wallets.create({ type: "merchant" });
    const user = await client.wallets.create({ type: "user", name: "安妮" });
    await adjust(purse, user.id, 500);
    const charge = await client.charges.create({
      channel: "balance",
      wallet_id: merchantWallet.id,
      payer_wallet_id: user.id,
      order_no: "order-1",
      amount: 300,
    });
    expect(charge).toMatchObject({ status: "paid", amount: 300, currency: "CNY" });
    const request = { charge_id: charge.id, refund_no: "refund-1", amount: 100 };
    expect(await client.refunds.create(request)).toMatchObject({ status: "succeeded" });
    expect(await client.charges.get({ id: charge.id })).toMatchObject({ amount_refunded: 100 });
    const page = await client.charges.list({ wallet_id: user.id, page: 1, count: 10 });
    expect(page).toMatchObject({ total: 1, items: [{ status: "partly_refunded" }] });
    expect(await client.codes.list()).toHaveLength(registry.entries.length);
  },
);

describe("errors are of their codes' classes", () => {
  test("too little money", async () => {
    const { client, order } = await shop();
    const error = await caught(client.charges.create({ ...order, amount: 10_000_000 }));
    if (!(error instanceof BalanceInsufficientError)) throw error;
    expectTypeOf(error.key).toEqualTypeOf<"balance_insufficient">();
    expect(error).toMatchObject({
      name: "BalanceInsufficientError",
      code: 200006,
      detail: "payer_wallet_id",
      outcomeUnknown: false,
      remedy: registry.get("balance_insufficient").remedy,
      requestId: front.requests[0]?.["x-request-id"],
    });
  });

  test("a wrong field, with where it stands", async () => {
    const { client, order } = await shop();
    const error = await caught(client.charges.create({ ...order, amount: 0.5 }));
    expect(error).toBeInstanceOf(ParamError);
    expect(error).toMatchObject({
      fields: [{ pointer: "/body/amount", reason: "expected an integer of at least 1" }],
    });
  });

  test("what does not exist, and a wrong key", async () => {
    const { client } = await shop();
    const missing = await caught(client.charges.get({ id: "chg_none" }));
    expect(missing).toBeInstanceOf(ResourceNotExistError);
    const stranger = createClient({ url: front.url, apiKey: "purse_test_none" });
    const refused = await caught(stranger.charges.get({ id: "chg_none" }));
    expect(refused).toBeInstanceOf(ApiKeyInvalidError);
    expect(front.requests).toHaveLength(2);
  });
});

describe("what can be repeated is", () => {
  test("after a 503, when the server said, under the same key with another signature", async () => {
    const { api_key, signer } = await signingKey(purse, randomUUID(), "live", "ed25519");
    const client = createClient({ url: front.url, apiKey: api_key, signer });
    front.spoil(refuse("service_unavailable", { "Retry-After": "1" }));
    const begun = performance.now();
    expect(await client.wallets.create({ type: "user" })).toMatchObject({ type: "user" });
    expect(performance.now() - begun).toBeGreaterThan(1000);
    const [first, second] = front.requests;
    expect(second?.["idempotency-key"]).toBe(first?.["idempotency-key"]);
    expect(second?.["x-request-id"]).toBe(first?.["x-request-id"]);
    expect(second?.["signature-input"]).not.toBe(first?.["signature-input"]);
  });

  test("a charge whose answer was lost is paid once", async () => {
    const { client, order, balance } = await shop();
    front.spoil(loseAnswer, loseAnswer);
    const charge = await client.charges.create(order);
    expect(front.requests).toHaveLength(3);
    expect(charge.status).toBe("paid");
    expect(await balance()).toBe(1_000_000 - order.amount);
    const page = await client.charges.list({ wallet_id: order.wallet_id, page: 1, count: 10 });
    expect(page.items).toEqual([charge]);
  });

  test("only so often, and a proxy's words among it", async () => {
    const { client } = await shop({ retries: 1 });
    front.spoil(({ response }) => response.writeHead(502).end("<html>"), loseRequest);
    const error = await caught(client.charges.get({ id: "chg_none" }));
    expect(error).toBeInstanceOf(NoAnswerError);
    expect(error).toMatchObject({ kind: "network", outcomeUnknown: false });
    expect(front.requests).toHaveLength(2);
  });

  test("but not what will not change", async () => {
    const { client, order } = await shop();
    front.spoil(({ response }) => response.writeHead(404).end("<html>"));
    const error = await caught(client.charges.create(order));
    expect(error).toMatchObject({ kind: "not_an_envelope", httpStatus: 404, outcomeUnknown: true });
    front.spoil(refuse("channel_connection_error"));
    await caught(client.charges.create(order));
    front.spoil(refuse("service_unavailable", { "Retry-After": "3600" }));
    const busy = await caught(client.charges.get({ id: "chg_none" }));
    expect(busy).toBeInstanceOf(ServiceUnavailableError);
    expect(busy).toMatchObject({ retryAfterMs: 3_600_000 });
    expect(front.requests).toHaveLength(3);
  });
});

test("an open outcome stays open behind an answer that does not speak of it", async () => {
  const { client, order } = await shop({ retries: 1 });
  const busy = refuse("concurrency_limit_exceeded");
  front.spoil(loseRequest, busy);
  const error = await caught(client.charges.create(order));
  expect(error).toBeInstanceOf(ConcurrencyLimitExceededError);
  expect(error).toMatchObject({ outcomeUnknown: true });
  front.spoil(busy, busy);
  expect(await caught(client.charges.create(order))).toMatchObject({ outcomeUnknown: false });
  front.spoil(refuse("request_time_out"), refuse("request_time_out"));
  expect(await caught(client.charges.create(order))).toMatchObject({ outcomeUnknown: true });
  const read = client.charges.get({ id: "chg_none" });
  expect(await caught(read)).toMatchObject({ outcomeUnknown: false });
});

test("a signal ends a call, waiting or under way", async () => {
  const { client, order } = await shop();
  const reason = new Error("the customer left");
  for (const fault of [silence, refuse("service_unavailable", { "Retry-After": "20" })]) {
    const controller = new AbortController();
    front.spoil(fault);
    const error = caught(client.charges.create(order, { signal: controller.signal }));
    setTimeout(() => controller.abort(reason), 100);
    expect(await error).toBe(reason);
  }
  expect(front.requests).toHaveLength(2);
});

test("an attempt has its time", async () => {
  const { client, order } = await shop({ timeoutMs: 50, retries: 1 });
  front.spoil(silence, silence);
  const error = await caught(client.charges.create(order));
  expect(error).toMatchObject({ kind: "timeout", outcomeUnknown: true });
  expect(front.requests).toHaveLength(2);
});

test("a list is read to its end, which may move meanwhile", async () => {
  const { client, order } = await shop();
  const pay = () => client.charges.create({ ...order, order_no: randomUUID() });
  const paid = [await pay(), await pay(), await pay(), await pay()];
  const read = [];
  for await (const charge of client.charges.listAll({ wallet_id: order.wallet_id, count: 2 })) {
    expectTypeOf(charge.status).toExtend<string>();
    if (read.length === 1) paid.push(await pay());
    read.push(charge.id);
  }
  expect(read).toEqual(paid.map(({ id }) => id));
  const none = client.refunds.listAll({ wallet_id: order.wallet_id, status: "failed" });
  expect(await none.next()).toEqual({ done: true });
});

test("the caller's own key holds over clients", async () => {
  const { client, merchant, order, balance } = await shop();
  const idempotencyKey = randomUUID();
  const first = await client.charges.create(order, { idempotencyKey });
  const other = createClient({ url: front.url, apiKey: merchant.api_key });
  expect(await other.charges.create(order, { idempotencyKey })).toEqual(first);
  expect(await balance()).toBe(1_000_000 - order.amount);
});

test("an id cannot lead to another operation, and what channels call is left out", async () => {
  const { client } = await shop();
  await expect(client.wallets.get({ wallet_id: ".." })).rejects.toThrow(RangeError);
  const odd = await caught(client.wallets.get({ wallet_id: "list/../x?y" }));
  expect(odd).toBeInstanceOf(ParamError);
  expectTypeOf(client).not.toHaveProperty("notifications");
});
