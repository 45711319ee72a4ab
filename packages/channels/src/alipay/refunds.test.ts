import type { RefundOrder } from "@purse/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import { access, done, failed, type Playing, playAlipay } from "./playing-alipay.ts";

let alipay: Playing;
beforeEach(async () => {
  alipay = await playAlipay();
});
afterEach(() => alipay.close());

const no = "r".repeat(25);
const payment_no = "p".repeat(25);
const order: RefundOrder = {
  no,
  payment_no,
  payment_amount: 5000,
  amount: 1250,
  currency: "CNY",
  reason: "不要了",
};
const moved = { ...done, out_trade_no: payment_no, fund_change: "Y", refund_fee: "12.50" };
const unmoved = { ...moved, fund_change: "N" };
const found = {
  ...done,
  out_trade_no: payment_no,
  out_request_no: no,
  total_amount: "50.00",
  refund_amount: "12.50",
  refund_status: "REFUND_SUCCESS",
};

const refund = () => alipay.channel.refund(access, order);
const queryRefund = () => alipay.channel.queryRefund(access, order);
const pending = { state: "unknown", key: "refund_pending" };
const inconsistent = { state: "unknown", key: "channel_parameters_consistency_error" };

test("a refund that moved money is done", async () => {
  alipay.says(moved);
  expect(await refund()).toEqual({ state: "succeeded" });
  expect(alipay.received).toMatchObject([
    {
      method: "alipay.trade.refund",
      content: {
        out_trade_no: payment_no,
        out_request_no: no,
        refund_amount: "12.50",
        refund_reason: "不要了",
      },
    },
  ]);
});

test("later refunds of one trade are told with the earlier ones", async () => {
  alipay.says({ ...moved, refund_fee: "50.00" });
  expect(await refund()).toEqual({ state: "succeeded" });
});

test.each(["12.49", "50.01"])(
  "a trade of which %s was refunded is not as we asked",
  async (fee) => {
    alipay.says({ ...moved, refund_fee: fee });
    expect(await refund()).toMatchObject(inconsistent);
  },
);

test("a refund that moved nothing is done when the query says so", async () => {
  alipay.says(unmoved, found);
  expect(await refund()).toEqual({ state: "succeeded" });
  expect(alipay.received[1]).toMatchObject({
    method: "alipay.trade.fastpay.refund.query",
    content: { out_trade_no: payment_no, out_request_no: no },
  });
});

test("a refund that moved nothing, and that the query does not know, is open", async () => {
  alipay.says(unmoved, done);
  expect(await refund()).toEqual(pending);
  alipay.says({ ...moved, fund_change: undefined }, failed("ACQ.SYSTEM_ERROR"));
  expect(await refund()).toEqual(pending);
});

test.each([
  ["ACQ.SYSTEM_ERROR", pending],
  ["ACQ.REFUND_CHARGE_ERROR", pending],
  ["ACQ.BUYER_ENABLE_STATUS_FORBID", { state: "waiting" }],
  ["ACQ.SELLER_BALANCE_NOT_ENOUGH", { state: "refused", key: "refund_refused" }],
  ["ACQ.TRADE_NOT_ALLOW_REFUND", { state: "refused", key: "refund_refused" }],
  ["ACQ.DISCORDANT_REPEAT_REQUEST", { state: "refused", key: "refund_retry" }],
  ["ACQ.TRADE_HAS_FINISHED", { state: "refused", key: "refund_refused_msg", detail: "因为" }],
  [
    "ACQ.REASON_TRADE_REFUND_FEE_ERR",
    { state: "refused", key: "refund_info_from_channel", detail: "因为" },
  ],
  ["ACQ.INVALID_PARAMETER", { state: "refused", key: "channel_parameter_error", detail: "因为" }],
  ["ACQ.BRAND_NEW", { state: "unknown", key: "channel_unexpected_error", detail: "ACQ.BRAND_NEW" }],
])("refunding, %s", async (sub_code, outcome) => {
  alipay.says(failed(sub_code));
  expect(await refund()).toEqual(outcome);
});

test("credentials that Alipay does not take leave the refund open", async () => {
  alipay.says(failed("isv.invalid-signature", "因为", "40002"));
  expect(await refund()).toMatchObject({ state: "unknown", key: "channel_auth_error" });
});

test.each([
  [found, { state: "succeeded" }],
  [done, { state: "refused", key: "refund_not_found" }],
  [
    { ...found, refund_status: undefined },
    { state: "refused", key: "refund_not_found" },
  ],
  [{ ...found, refund_status: "REFUND_PROCESSING" }, pending],
  [
    { ...found, refund_status: "REFUND_FAIL" },
    { state: "refused", key: "refund_failed" },
  ],
  [
    { ...found, refund_status: "REFUND_ODD" },
    { state: "unknown", key: "refund_unexpected_status", detail: "refund_status: REFUND_ODD" },
  ],
  [failed("ACQ.TRADE_NOT_EXIST"), { state: "refused", key: "refund_not_found" }],
  [failed("ACQ.SYSTEM_ERROR"), { state: "unknown", key: "channel_unexpected_error" }],
])("asked about a refund, %j", async (node, outcome) => {
  alipay.says(node);
  expect(await queryRefund()).toEqual(outcome);
});

test.each([{ out_trade_no: "x" }, { out_request_no: "x" }, { refund_amount: "12.51" }])(
  "a refund with %j is another",
  async (change) => {
    alipay.says({ ...found, ...change });
    expect(await queryRefund()).toMatchObject(inconsistent);
  },
);
