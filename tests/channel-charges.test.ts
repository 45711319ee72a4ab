import { channelNo } from "@purse/core";
import { describe, expect, test } from "vitest";
import { openAccounts } from "./harness/channel-accounts.ts";
import { usePurse } from "./harness/purse.ts";
import { payment } from "./harness/requests.ts";
import { ScriptedChannel } from "./harness/scripted-channel.ts";

const channel = new ScriptedChannel();
const clock = { offsetMs: 0 };
const purse = usePurse({
  channels: { alipay: channel, wechat: channel },
  now: () => new Date(Date.now() + clock.offsetMs),
});

async function merchant(feeBps = 0) {
  const made = await purse.merchant();
  await openAccounts(purse, made, feeBps);
  const key = made.api_key;
  const { payer_wallet_id: _, ...body } = { ...payment(made), channel: "wechat" };
  return {
    ...made,
    key,
    body,
    charge: (more: object = {}) =>
      purse.call("POST", "/v1/charges", { key, body: { ...body, ...more } }),
    get: (id: string) => purse.call("GET", `/v1/charges/${id}`, { key }),
    close: (id: string) => purse.call("POST", `/v1/charges/${id}/close`, { key }),
    async balance() {
      const path = `/v1/wallets/${made.merchant_wallet_id}`;
      return (await purse.call("GET", path, { key })).data.balances[0]?.available ?? 0;
    },
    async listed() {
      const path = `/v1/charges/list/${made.merchant_wallet_id}?page=1&count=100`;
      return (await purse.call("GET", path, { key })).data.items;
    },
    resume: (id: string) =>
      purse.house.core.resume({ kind: "charge", merchant_id: made.merchant_id, id }),
  };
}

test("a charge waits for its payer, who needs its action, and is paid once", async () => {
  const m = await merchant();
  const made = await m.charge();
  expect(made.data).toMatchObject({ status: "waiting", paid_at: null, fee: 0, failure: null });
  expect(made.data.action).toEqual({ type: "qr_code", value: `pay:${channelNo(made.data.id)}` });
  expect((await m.get(made.data.id)).data.status).toBe("waiting");
  channel.take(channelNo(made.data.id));
  const paid = await m.get(made.data.id);
  expect(paid.data).toMatchObject({ status: "paid", action: null });
  expect(paid.data.channel_transaction_id).toBe(`txn-${channelNo(made.data.id)}`);
  expect((await m.get(made.data.id)).text).toBe(paid.text);
  expect(await m.balance()).toBe(100);
});

test("the same order answers the charge that it made, and another is refused", async () => {
  const m = await merchant();
  const made = await m.charge();
  expect((await m.charge()).text).toBe(made.text);
  for (const more of [{ amount: 101 }, { method: "h5" }, { expires_in: 600 }, { payer_id: "o" }]) {
    expect((await m.charge(more)).key).toBe("charge_order_no_used");
  }
});

test("the channel's fee is an entry of its own, of what it keeps of each charge", async () => {
  const m = await merchant(60);
  const { data } = await m.charge({ amount: 12_345 });
  channel.take(channelNo(data.id));
  expect((await m.get(data.id)).data).toMatchObject({ amount: 12_345, fee: 74 });
  const path = `/v1/transactions/list/${m.merchant_wallet_id}?page=1&count=9`;
  const { data: page } = await purse.call("GET", path, { key: m.key });
  const lines = page.items.map((item: Record<string, unknown>) => [item.kind, item.amount]);
  expect(lines).toEqual([
    ["charge", 12_345],
    ["fee", -74],
  ]);
  expect(await m.balance()).toBe(12_271);
});

describe("the channel's no", () => {
  test("closes the charge for good, and is said again to the same order", async () => {
    const m = await merchant();
    channel.next("pay", { state: "refused", key: "channel_auth_error", detail: "bad key" });
    const refused = await m.charge();
    expect(refused.error?.message).toBe("channel_auth_error: bad key");
    expect((await m.charge()).text).toBe(refused.text);
    const [charge] = await m.listed();
    expect(charge).toMatchObject({
      status: "closed",
      failure: { code: 100_016, message: "channel_auth_error: bad key" },
    });
    expect((await m.close(charge.id)).key).toBe("charge_closed");
  });

  test.each([
    "channel_parameter_error",
    "channel_request_info",
    "charge_order_no_used",
    "charge_closed",
  ] as const)("%s", async (key) => {
    const m = await merchant();
    channel.next("pay", { state: "refused", key });
    expect((await m.charge()).key).toBe(key);
  });
});

describe("an unknown outcome", () => {
  test.each([
    "channel_connection_error",
    "channel_request_error",
    "channel_parse_error",
    "channel_sign_error",
    "channel_unexpected_error",
    "channel_response_code_fail",
    "channel_parameters_consistency_error",
    "charge_unexpected_status",
  ] as const)("%s leaves the charge open, and the same order asks again", async (key) => {
    const m = await merchant();
    for (const acts of [false, true]) {
      channel.next("pay", { state: "unknown", key }, { acts });
      expect((await m.charge()).key).toBe(key);
      expect(await m.listed()).toMatchObject([{ status: "created", failure: null }]);
    }
    const again = await m.charge();
    expect(again.data.status).toBe("waiting");
    expect(await m.listed()).toHaveLength(1);
  });

  test("of a charge that was paid is settled by the worker", async () => {
    const m = await merchant();
    channel.next("pay", { state: "unknown", key: "channel_connection_error" }, { acts: true });
    await m.charge();
    const [{ id }] = await m.listed();
    channel.take(channelNo(id));
    expect(await m.resume(id)).toBeUndefined();
    expect(await m.listed()).toMatchObject([{ status: "paid" }]);
    expect(await m.resume(id)).toBeUndefined();
    expect(await m.balance()).toBe(100);
  });

  test("of a query leaves everything as it is, and says why", async () => {
    const m = await merchant();
    const { data } = await m.charge();
    for (const key of ["query_right_error", "channel_auth_error"] as const) {
      channel.next("query", { state: "unknown", key });
      expect((await m.get(data.id)).key).toBe(key);
    }
    expect(await m.listed()).toMatchObject([{ status: "waiting" }]);
  });
});

test("an answer that names another amount moves nothing", async () => {
  const m = await merchant();
  const { data } = await m.charge();
  for (const wrong of [{ amount: 99 }, { currency: "USD" }]) {
    const paid = { state: "succeeded", transaction_id: "t", amount: 100, currency: "CNY" } as const;
    channel.next("query", { ...paid, ...wrong });
    expect((await m.get(data.id)).key).toBe("channel_parameters_consistency_error");
  }
  expect(await m.listed()).toMatchObject([{ status: "waiting" }]);
  expect(await m.balance()).toBe(0);
});

describe("closing", () => {
  test("a charge that nobody has paid", async () => {
    const m = await merchant();
    const { data } = await m.charge();
    expect((await m.close(data.id)).data).toMatchObject({ status: "closed", action: null });
    expect((await m.charge()).key).toBe("charge_closed");
    expect(() => channel.take(channelNo(data.id))).toThrow();
  });

  test("a charge that was paid in the meantime finds it paid", async () => {
    const m = await merchant();
    const { data } = await m.charge();
    channel.take(channelNo(data.id));
    const closed = await m.close(data.id);
    expect(closed.error?.message).toBe("charge_closed: it is paid");
    expect(await m.balance()).toBe(100);
  });

  test("leaves the charge open while the channel does not say", async () => {
    const m = await merchant();
    const { data } = await m.charge();
    channel.next("close", { state: "unknown", key: "channel_connection_error" });
    expect((await m.close(data.id)).key).toBe("channel_connection_error");
    expect(await m.listed()).toMatchObject([{ status: "waiting" }]);
  });

  test("a payment that the channel tells of behind the closing is not booked, and told", async () => {
    const m = await merchant();
    const { data } = await m.charge();
    const { query } = channel;
    channel.query = async () => {
      await m.close(data.id);
      return { state: "succeeded", transaction_id: "late", amount: 100, currency: "CNY" };
    };
    const late = await m.get(data.id);
    channel.query = query;
    expect(late.error?.message).toBe(`charge_unexpected_status: ${data.id} is closed`);
    expect((await m.get(data.id)).data.status).toBe("closed");
    expect(await m.balance()).toBe(0);
  });
});

test("the worker closes at the channel what has run out of time", async () => {
  const m = await merchant();
  const { data } = await m.charge({ expires_in: 60 });
  expect(await m.resume(data.id)).toBeGreaterThanOrEqual(5);
  clock.offsetMs = 61_000;
  try {
    channel.next("close", { state: "unknown", key: "channel_connection_error" });
    expect(await m.resume(data.id)).toBeGreaterThanOrEqual(5);
    expect(await m.resume(data.id)).toBeUndefined();
  } finally {
    clock.offsetMs = 0;
  }
  expect((await m.get(data.id)).data.status).toBe("expired");
  expect(() => channel.take(channelNo(data.id))).toThrow();
  expect((await m.charge({ expires_in: 60 })).key).toBe("charge_closed");
});

test.each([
  [{ currency: "USD" }, "currency: expected CNY, it is all that channels take"],
  [{ method: "jsapi" }, "payer_id: required when method is jsapi"],
  [{ payer_wallet_id: "wal_0" }, "payer_wallet_id: only when channel is balance"],
  [{ expires_in: 59 }, "expires_in: expected an integer from 60 to 86400"],
])("%j is a fault of the request", async (more, detail) => {
  const m = await merchant();
  expect((await m.charge(more)).error?.message).toBe(`param_error: ${detail}`);
});

test("without an account at the channel nothing is asked", async () => {
  const made = await purse.merchant();
  const { payer_wallet_id: _, ...body } = { ...payment(made), channel: "alipay" };
  const { key } = await purse.call("POST", "/v1/charges", { key: made.api_key, body });
  expect(key).toBe("channel_not_configured");
});

test("every change of state is an event, in its order", async () => {
  const m = await merchant();
  const { data } = await m.charge();
  channel.take(channelNo(data.id));
  const paid = await m.get(data.id);
  const path = `/v1/events/list/${m.merchant_wallet_id}?page=1&count=100`;
  const { data: page } = await purse.call("GET", path, { key: m.key });
  const types = page.items.map(({ type }: { type: string }) => type);
  expect(types).toEqual(["charge.created", "charge.waiting", "charge.paid"]);
  expect(page.items[2]).toMatchObject({ resource_id: data.id, data: paid.data });
  const one = await purse.call("GET", `/v1/events/${page.items[2].id}`, { key: m.key });
  expect(one.data).toEqual(page.items[2]);
});
