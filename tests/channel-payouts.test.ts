import { randomUUID } from "node:crypto";
import { channelNo } from "@purse/core";
import { describe, expect, test } from "vitest";
import { openAccounts } from "./harness/channel-accounts.ts";
import { usePurse } from "./harness/purse.ts";
import { ScriptedChannel } from "./harness/scripted-channel.ts";

const channel = new ScriptedChannel();
const purse = usePurse({ channels: { alipay: channel, wechat: channel } });
const funds = 1_000_000;

async function sender() {
  const made = await purse.merchant();
  await openAccounts(purse, made);
  const key = made.api_key;
  const [wallet_id = ""] = made.user_wallet_ids;
  const post = (path: string, body: object) =>
    purse.call("POST", path, { key, body: { wallet_id, channel: "wechat", amount: 100, ...body } });
  return {
    ...made,
    wallet_id,
    transfer: (transfer_no: string = randomUUID(), more: object = {}) =>
      post("/v1/transfers", { to_account: "openid", to_name: "Li", transfer_no, ...more }),
    redEnvelope: (red_envelope_no: string = randomUUID(), more: object = {}) =>
      post("/v1/red-envelopes", { to_account: "o", greeting: "Luck", red_envelope_no, ...more }),
    get: (path: string) => purse.call("GET", path, { key }),
    async list(collection: string) {
      const path = `/v1/${collection}/list/${wallet_id}?page=1&count=100`;
      return (await purse.call("GET", path, { key })).data.items;
    },
    async balance() {
      const { data } = await purse.call("GET", `/v1/wallets/${wallet_id}`, { key });
      const { available, held } = data.balances[0];
      return { available: available - funds, held };
    },
    resume: (kind: "transfer" | "red_envelope", id: string) =>
      purse.house.core.resume({ kind, merchant_id: made.merchant_id, id }),
  };
}

describe("a transfer to an account at a channel", () => {
  test("leaves the wallet when the channel has done it", async () => {
    const s = await sender();
    const { data } = await s.transfer();
    expect(data).toMatchObject({ status: "succeeded", to_account: "openid", to_wallet_id: null });
    expect(await s.balance()).toEqual({ available: -100, held: 0 });
    expect(channel.transfers.get(channelNo(data.id))).toMatchObject({ amount: 100, to_name: "Li" });
  });

  test("waits for the page that the channel names, and is settled when it is read", async () => {
    const s = await sender();
    const url = "https://pay.example/confirm";
    channel.next("transfer", { state: "waiting", action_url: url });
    const waiting = await s.transfer("t1");
    expect(waiting.error?.message).toBe(`transfer_wait_operation: ${url}`);
    const [{ id, status, action_url }] = await s.list("transfers");
    expect({ status, action_url }).toEqual({ status: "wait_operation", action_url: url });
    expect((await s.transfer("t1")).text).toBe(waiting.text);
    expect(await s.balance()).toEqual({ available: -100, held: 100 });
    channel.next("queryTransfer", { state: "succeeded" });
    expect((await s.get(`/v1/transfers/${id}`)).data).toMatchObject({
      status: "succeeded",
      action_url: null,
    });
    expect(await s.balance()).toEqual({ available: -100, held: 0 });
  });

  test("that the channel is still at is pending", async () => {
    const s = await sender();
    channel.next("transfer", { state: "waiting", action_url: null }, { acts: true });
    const { data } = await s.transfer();
    expect(data.status).toBe("pending");
    expect(await s.resume("transfer", data.id)).toBeUndefined();
    expect((await s.get(`/v1/transfers/${data.id}`)).data.status).toBe("succeeded");
  });

  test.each([
    "channel_not_support_transfer",
    "channel_auth_error",
    "channel_parameter_error",
    "channel_request_info",
    "charge_order_no_used",
  ] as const)("%s: frees its money, and is said again", async (key) => {
    const s = await sender();
    channel.next("transfer", { state: "refused", key });
    const refused = await s.transfer("t1");
    expect(refused.key).toBe(key);
    expect((await s.transfer("t1")).text).toBe(refused.text);
    expect(await s.list("transfers")).toMatchObject([{ status: "failed" }]);
    expect(await s.balance()).toEqual({ available: 0, held: 0 });
  });

  test.each(["transfer_system_busy", "channel_connection_error", "channel_parse_error"] as const)(
    "%s: the same number sends one at most",
    async (key) => {
      for (const acts of [false, true]) {
        const s = await sender();
        const before = channel.transfers.size;
        channel.next("transfer", { state: "unknown", key }, { acts });
        expect((await s.transfer("t1")).key).toBe(key);
        expect(await s.balance()).toEqual({ available: -100, held: 100 });
        expect((await s.transfer("t1")).data.status).toBe("succeeded");
        expect(channel.transfers.size).toBe(before + 1);
        expect(await s.balance()).toEqual({ available: -100, held: 0 });
      }
    },
  );

  test("that never got to the channel is sent by the worker", async () => {
    const s = await sender();
    channel.next("transfer", { state: "unknown", key: "channel_connection_error" });
    await s.transfer("t1");
    const [{ id }] = await s.list("transfers");
    channel.next("queryTransfer", { state: "unknown", key: "channel_connection_error" });
    expect(await s.resume("transfer", id)).toBeGreaterThanOrEqual(5);
    expect(await s.resume("transfer", id)).toBeUndefined();
    expect(channel.transfers.has(channelNo(id))).toBe(true);
    expect(await s.balance()).toEqual({ available: -100, held: 0 });
  });

  test.each([
    [{ to_account: undefined }, "to_account: required when channel is not balance"],
    [{ to_wallet_id: "wal_0" }, "to_wallet_id: only when channel is balance"],
    [{ currency: "USD" }, "currency: expected CNY, it is all that channels take"],
  ])("%j is a fault of the request", async (more, detail) => {
    const s = await sender();
    expect((await s.transfer("t1", more)).error?.message).toBe(`param_error: ${detail}`);
    expect(await s.list("transfers")).toEqual([]);
  });

  test("is not begun without its money", async () => {
    const s = await sender();
    const before = channel.transfers.size;
    expect((await s.transfer("t1", { amount: funds + 1 })).key).toBe("balance_insufficient");
    expect(channel.transfers.size).toBe(before);
  });
});

describe("a red envelope", () => {
  test("is sent, and taken", async () => {
    const s = await sender();
    const { data } = await s.redEnvelope();
    expect(data).toMatchObject({ status: "sent", ended_at: null, amount_returned: 0 });
    expect(await s.balance()).toEqual({ available: -100, held: 0 });
    channel.redEnvelopes.set(channelNo(data.id), {
      ...channel.redEnvelopes.get(channelNo(data.id))!,
      fate: "received",
    });
    expect((await s.get(`/v1/red-envelopes/${data.id}`)).data.status).toBe("received");
    expect(await s.resume("red_envelope", data.id)).toBeUndefined();
    expect(await s.balance()).toEqual({ available: -100, held: 0 });
  });

  test.each([100, 30])("comes back with %i of its 100 fen when its time is over", async (back) => {
    const s = await sender();
    const { data } = await s.redEnvelope("e1");
    channel.next("queryRedEnvelope", { state: "succeeded", fate: { returned: back } });
    expect(await s.resume("red_envelope", data.id)).toBeUndefined();
    const returned = await s.get(`/v1/red-envelopes/${data.id}`);
    expect(returned.data).toMatchObject({ status: "returned", amount_returned: back });
    expect((await s.redEnvelope("e1")).text).toBe(returned.text);
    expect(await s.balance()).toEqual({ available: back - 100, held: 0 });
  });

  test("that was taken on and then failed comes back whole", async () => {
    const s = await sender();
    const { data } = await s.redEnvelope();
    const failed = { state: "refused", key: "channel_request_info", detail: "FAILED" } as const;
    channel.next("queryRedEnvelope", failed);
    expect(await s.resume("red_envelope", data.id)).toBeUndefined();
    const { data: returned } = await s.get(`/v1/red-envelopes/${data.id}`);
    expect(returned).toMatchObject({ status: "returned", amount_returned: 100, failure: null });
    expect(await s.balance()).toEqual({ available: 0, held: 0 });
  });

  test.each([0, 101, 1.5])("does not come back with %d fen", async (back) => {
    const s = await sender();
    const { data } = await s.redEnvelope();
    channel.next("queryRedEnvelope", { state: "succeeded", fate: { returned: back } });
    const { key } = await s.get(`/v1/red-envelopes/${data.id}`);
    expect(key).toBe("channel_parameters_consistency_error");
    expect(await s.balance()).toEqual({ available: -100, held: 0 });
  });

  test("of a busy channel is sent once, by the same number", async () => {
    const s = await sender();
    const before = channel.redEnvelopes.size;
    channel.next("redEnvelope", { state: "unknown", key: "red_system_busy" }, { acts: true });
    const busy = await s.redEnvelope("e1");
    expect([busy.status, busy.key]).toEqual([503, "red_system_busy"]);
    expect(busy.headers.get("Retry-After")).toBe("1");
    expect((await s.redEnvelope("e1")).data.status).toBe("sent");
    expect(channel.redEnvelopes.size).toBe(before + 1);
  });

  test("that the wallet's account cannot send frees its money", async () => {
    const s = await sender();
    channel.next("redEnvelope", { state: "refused", key: "channel_not_support_red_envelope" });
    const refused = await s.redEnvelope("e1");
    expect(refused.key).toBe("channel_not_support_red_envelope");
    expect((await s.redEnvelope("e1")).text).toBe(refused.text);
    expect((await s.redEnvelope("e1", { amount: 99 })).key).toBe("charge_order_no_used");
    expect(await s.balance()).toEqual({ available: 0, held: 0 });
  });

  test("that was taken before we heard of it is booked all the same", async () => {
    const s = await sender();
    channel.next("redEnvelope", { state: "unknown", key: "channel_parse_error" }, { acts: true });
    await s.redEnvelope("e1");
    const [{ id }] = await s.list("red-envelopes");
    channel.next("queryRedEnvelope", { state: "succeeded", fate: "received" });
    expect(await s.resume("red_envelope", id)).toBeUndefined();
    expect(await s.list("red-envelopes")).toMatchObject([{ status: "received" }]);
    expect(await s.balance()).toEqual({ available: -100, held: 0 });
  });
});
