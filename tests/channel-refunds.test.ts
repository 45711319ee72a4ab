import { randomUUID } from "node:crypto";
import { channelNo } from "@purse/core";
import { describe, expect, test } from "vitest";
import { openAccounts } from "./harness/channel-accounts.ts";
import { usePurse } from "./harness/purse.ts";
import { adjust, payment } from "./harness/requests.ts";
import { ScriptedChannel } from "./harness/scripted-channel.ts";

const channel = new ScriptedChannel();
const purse = usePurse({ channels: { alipay: channel, wechat: channel } });

/** A merchant with a charge of 100 fen that was paid through a channel. */
async function paid() {
  const made = await purse.merchant();
  await openAccounts(purse, made);
  const key = made.api_key;
  const { payer_wallet_id: _, ...body } = { ...payment(made), channel: "alipay" };
  const { data } = await purse.call("POST", "/v1/charges", { key, body });
  channel.take(channelNo(data.id));
  await purse.call("GET", `/v1/charges/${data.id}`, { key });
  const list = async (collection: string) => {
    const path = `/v1/${collection}/list/${made.merchant_wallet_id}?page=1&count=100`;
    return (await purse.call("GET", path, { key })).data.items;
  };
  return {
    ...made,
    key,
    charge_id: data.id as string,
    refund: (amount: number, refund_no: string = randomUUID()) =>
      purse.call("POST", "/v1/refunds", { key, body: { charge_id: data.id, refund_no, amount } }),
    get: (id: string) => purse.call("GET", `/v1/refunds/${id}`, { key }),
    charge: async () => (await purse.call("GET", `/v1/charges/${data.id}`, { key })).data,
    list,
    async balance() {
      const path = `/v1/wallets/${made.merchant_wallet_id}`;
      const { available, held } = (await purse.call("GET", path, { key })).data.balances[0];
      return { available, held };
    },
    resume: (id: string) =>
      purse.house.core.resume({ kind: "refund", merchant_id: made.merchant_id, id }),
  };
}

test("a refund goes back through the channel, in parts, and never more than was paid", async () => {
  const m = await paid();
  expect((await m.refund(30)).data).toMatchObject({ status: "succeeded", failure: null });
  expect(await m.charge()).toMatchObject({ status: "partly_refunded", amount_refunded: 30 });
  expect((await m.refund(71)).error?.message).toBe("refund_amount_exceeded: amount: 70 is left");
  expect((await m.refund(70)).data.status).toBe("succeeded");
  expect(await m.charge()).toMatchObject({ status: "refunded", amount_refunded: 100 });
  expect(await m.balance()).toEqual({ available: 0, held: 0 });
  expect((await m.refund(1)).error?.message).toBe("refund_amount_exceeded: amount: 0 is left");
});

describe("a refund whose outcome is open", () => {
  test.each([
    "channel_connection_error",
    "channel_request_error",
    "channel_parse_error",
    "channel_sign_error",
    "channel_unexpected_error",
    "channel_response_code_fail",
    "refund_pending",
    "refund_unexpected_status",
  ] as const)("%s: holds its money, and ends once, by whoever asks", async (key) => {
    for (const acts of [false, true]) {
      const m = await paid();
      channel.next("refund", { state: "unknown", key }, { acts });
      const open = await m.refund(60, "r1");
      expect(open.key).toBe(key);
      const [{ id, status }] = await m.list("refunds");
      expect(open.error?.detail).toBe(id);
      expect(status).toBe("pending");
      expect(await m.balance()).toEqual({ available: 40, held: 60 });
      // What is held cannot be refunded a second time.
      expect((await m.refund(41)).key).toBe("refund_amount_exceeded");
      expect(await m.resume(id)).toBeUndefined();
      expect((await m.refund(60, "r1")).data).toMatchObject({ id, status: "succeeded" });
      expect(await m.balance()).toEqual({ available: 40, held: 0 });
      expect(await m.charge()).toMatchObject({ amount_refunded: 60 });
    }
  });

  test("is sent again under its number by the same request", async () => {
    const m = await paid();
    channel.next("refund", { state: "unknown", key: "channel_connection_error" }, { acts: true });
    await m.refund(60, "r1");
    const before = channel.refunds.size;
    expect((await m.refund(60, "r1")).data.status).toBe("succeeded");
    expect(channel.refunds.size).toBe(before);
  });

  test("is asked for when it is read; what the channel does not have is not found", async () => {
    const m = await paid();
    channel.next("refund", { state: "unknown", key: "channel_connection_error" });
    await m.refund(60);
    const [{ id }] = await m.list("refunds");
    expect((await m.get(id)).key).toBe("refund_not_found");
    channel.next("queryRefund", { state: "unknown", key: "refund_pending" });
    expect((await m.get(id)).data.status).toBe("pending");
    channel.next("queryRefund", { state: "unknown", key: "query_right_error" });
    expect((await m.get(id)).key).toBe("query_right_error");
    channel.next("queryRefund", { state: "succeeded" });
    expect((await m.get(id)).data.status).toBe("succeeded");
  });
});

describe("a refund that comes to nothing", () => {
  test.each([
    ["refund_refused", "refused"],
    ["refund_refused_msg", "refused"],
    ["refund_info_from_channel", "refused"],
    ["channel_auth_error", "refused"],
    ["channel_parameter_error", "refused"],
    ["channel_request_info", "refused"],
    ["refund_retry", "failed"],
    ["refund_failed", "failed"],
    ["refund_manual_intervention", "abnormal"],
  ] as const)("%s: frees its money, and is said again", async (key, status) => {
    const m = await paid();
    channel.next("refund", { state: "refused", key, detail: "so says the channel" });
    const refused = await m.refund(60, "r1");
    expect(refused.key).toBe(key);
    expect((await m.refund(60, "r1")).text).toBe(refused.text);
    const [refund] = await m.list("refunds");
    expect(refund).toMatchObject({ status, failure: { message: refused.error?.message } });
    expect((await m.get(refund.id)).data).toEqual(refund);
    expect(await m.balance()).toEqual({ available: 100, held: 0 });
    expect((await m.refund(100)).data.status).toBe("succeeded");
  });

  test("after it had waited for its payer", async () => {
    const m = await paid();
    channel.next("refund", { state: "waiting" });
    expect((await m.refund(60, "r1")).key).toBe("refund_wait_operation");
    const [{ id, status }] = await m.list("refunds");
    expect(status).toBe("wait_operation");
    expect((await m.refund(60, "r1")).error?.message).toBe(`refund_wait_operation: ${id}`);
    channel.next("queryRefund", { state: "refused", key: "refund_failed" });
    expect(await m.resume(id)).toBeUndefined();
    expect((await m.refund(60, "r1")).key).toBe("refund_failed");
    expect(await m.balance()).toEqual({ available: 100, held: 0 });
  });
});

test("a word against one that ended is told, and changes nothing", async () => {
  const m = await paid();
  channel.next("refund", { state: "waiting" });
  await m.refund(60, "r1");
  const [{ id }] = await m.list("refunds");
  const { queryRefund } = channel;
  channel.queryRefund = async () => {
    channel.queryRefund = queryRefund;
    channel.next("queryRefund", { state: "succeeded" });
    await m.get(id);
    return { state: "refused", key: "refund_failed" };
  };
  expect((await m.get(id)).error?.message).toBe(`refund_unexpected_status: ${id} is succeeded`);
  expect((await m.get(id)).data.status).toBe("succeeded");
  expect(await m.balance()).toEqual({ available: 40, held: 0 });
});

test("what the merchant no longer has is not refunded, and the channel never asked", async () => {
  const m = await paid();
  await adjust(purse, m.merchant_wallet_id, -50);
  const before = channel.refunds.size;
  expect((await m.refund(60)).key).toBe("balance_insufficient");
  expect(await m.list("refunds")).toEqual([]);
  expect(channel.refunds.size).toBe(before);
});

test("a charge that is not paid has nothing to refund", async () => {
  const m = await paid();
  const { payer_wallet_id: _, ...body } = { ...payment(m), channel: "alipay" };
  const { data } = await purse.call("POST", "/v1/charges", { key: m.key, body });
  const refund = (refund_no: string) =>
    purse.call("POST", "/v1/refunds", {
      key: m.key,
      body: { charge_id: data.id, refund_no, amount: 1 },
    });
  expect((await refund("a")).key).toBe("refund_amount_exceeded");
  await purse.call("POST", `/v1/charges/${data.id}/close`, { key: m.key });
  expect((await refund("b")).key).toBe("charge_closed");
});

test("64 refunds at once return no more than was paid", async () => {
  const m = await paid();
  const answers = await Promise.all(Array.from({ length: 64 }, () => m.refund(30)));
  const keys = answers.map(({ key }) => key);
  expect(keys.filter((key) => key === "success")).toHaveLength(3);
  expect(keys.filter((key) => key === "refund_amount_exceeded")).toHaveLength(61);
  expect(await m.charge()).toMatchObject({ amount_refunded: 90 });
});
