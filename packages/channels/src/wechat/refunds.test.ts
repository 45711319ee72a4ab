import { expect, test } from "vitest";
import { access, type Listener, no, payment_no, playing, says } from "./playing-wechat.ts";

const order = {
  no,
  payment_no,
  payment_amount: 5000,
  amount: 1250,
  currency: "CNY",
  reason: "broken",
};
const done = {
  refund_id: "5030",
  out_refund_no: no,
  out_trade_no: payment_no,
  status: "SUCCESS",
  amount: { total: 5000, refund: 1250, payer_total: 5000, payer_refund: 1250, currency: "CNY" },
};
const refuses = (code: string, status = 403) => says({ code, message: "原因" }, status);
const refund = (listener: Listener) =>
  playing(listener, ({ channel }) => channel.refund(access, order));
const query = (listener: Listener) =>
  playing(listener, ({ channel }) => channel.queryRefund(access, order));

test("a refund as WeChat Pay wants it", () =>
  playing(says(done), async ({ channel, asked }) => {
    expect(await channel.refund(access, order)).toEqual({ state: "succeeded" });
    expect(asked[0]).toMatchObject({ method: "POST", path: "/v3/refund/domestic/refunds" });
    expect(asked[0]!.json).toEqual({
      out_trade_no: payment_no,
      out_refund_no: no,
      notify_url: access.notify_url,
      reason: "broken",
      amount: { refund: 1250, total: 5000, currency: "CNY" },
    });
    await channel.queryRefund(access, order);
    expect(asked[1]).toMatchObject({ method: "GET", path: `/v3/refund/domestic/refunds/${no}` });
  }));

test.each([
  ["SUCCESS", { state: "succeeded" }],
  ["PROCESSING", { state: "unknown", key: "refund_pending" }],
  ["CLOSED", { state: "refused", key: "refund_failed" }],
  ["ABNORMAL", { state: "refused", key: "refund_manual_intervention" }],
  ["LOST", { state: "unknown", key: "refund_unexpected_status", detail: "status: LOST" }],
])("a refund that is %s", async (status, outcome) => {
  expect(await refund(says({ ...done, status }))).toEqual(outcome);
  expect(await query(says({ ...done, status }))).toEqual(outcome);
});

test("a refund of another number, payment, amount or currency", async () => {
  for (const other of [
    { out_refund_no: "x" },
    { out_trade_no: "x" },
    { amount: { ...done.amount, refund: 1251 } },
    { amount: { ...done.amount, currency: "USD" } },
  ]) {
    const mismatch = { state: "unknown", key: "channel_parameters_consistency_error" };
    expect(await refund(says({ ...done, ...other }))).toMatchObject(mismatch);
    expect(await query(says({ ...done, ...other }))).toMatchObject(mismatch);
  }
  const total = { ...done, amount: { ...done.amount, total: 1 } };
  expect(await refund(says(total))).toMatchObject({ key: "channel_parameters_consistency_error" });
});

test.each([
  ["NOT_ENOUGH", { state: "refused", key: "refund_refused" }],
  ["USER_ACCOUNT_ABNORMAL", { state: "refused", key: "refund_manual_intervention" }],
  ["RESOURCE_NOT_EXISTS", { state: "refused", key: "refund_refused_msg", detail: "原因" }],
  ["INVALID_REQUEST", { state: "refused", key: "refund_info_from_channel", detail: "原因" }],
  ["SYSTEM_ERROR", { state: "unknown", key: "refund_pending" }],
  ["SIGN_ERROR", { state: "unknown", key: "channel_auth_error", detail: "原因" }],
])("a refund refused with %s", async (code, outcome) => {
  expect(await refund(refuses(code))).toEqual(outcome);
});

test("a query about a refund that never got there", async () => {
  expect(await query(refuses("RESOURCE_NOT_EXISTS", 404))).toEqual({
    state: "refused",
    key: "refund_not_found",
  });
  expect(await query(refuses("SYSTEM_ERROR", 500))).toMatchObject({ state: "unknown" });
});
