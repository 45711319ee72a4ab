import type { PaymentOrder } from "@purse/core";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  access,
  accessWith,
  appPublicKey,
  done,
  failed,
  type Playing,
  playAlipay,
} from "./playing-alipay.ts";
import { isSignedBy, signedText } from "./signature.ts";

let alipay: Playing;
beforeEach(async () => {
  alipay = await playAlipay();
});
afterEach(() => alipay.close());

const no = "0123456789abcdefghijklmno";
const order: PaymentOrder = {
  no,
  amount: 1250,
  currency: "CNY",
  subject: "茶/水=1&2",
  method: "qr",
  payer_id: null,
  expires_at: new Date("2026-11-25T12:30:00Z"),
};
const trade = {
  ...done,
  trade_no: "2026112522001400000000000001",
  out_trade_no: no,
  trade_status: "TRADE_SUCCESS",
  total_amount: "12.50",
};

const pay = (change: Partial<PaymentOrder> = {}) =>
  alipay.channel.pay(access, { ...order, ...change });
const query = () => alipay.channel.query(access, no);
const close = () => alipay.channel.close(access, no);

test("a code to scan: signed as Alipay asks, money in yuan, time in UTC+8", async () => {
  alipay.says({ ...done, out_trade_no: no, qr_code: "https://qr.alipay.com/bax0" });
  expect(await pay()).toEqual({
    state: "waiting",
    action: { type: "qr_code", value: "https://qr.alipay.com/bax0" },
  });
  const { query, content, body } = alipay.received[0]!;
  const { sign, ...parameters } = query;
  expect(parameters).toEqual({
    app_id: "2021000000000001",
    method: "alipay.trade.precreate",
    format: "JSON",
    charset: "utf-8",
    sign_type: "RSA2",
    timestamp: "2026-11-25 18:30:00",
    version: "1.0",
    notify_url: access.notify_url,
  });
  expect(content).toEqual({
    out_trade_no: no,
    total_amount: "12.50",
    subject: "茶 水 1 2",
    time_expire: "2026-11-25 20:30:00",
  });
  const biz_content = new URLSearchParams(body).get("biz_content")!;
  expect(isSignedBy(appPublicKey, signedText({ ...parameters, biz_content }), sign!)).toBe(true);
});

test("a merchant on whose behalf the app acts is named by its token", async () => {
  alipay.says({ ...done, out_trade_no: no, qr_code: "q" });
  await alipay.channel.pay(accessWith({ app_auth_token: "token" }), order);
  expect(alipay.received[0]!.query.app_auth_token).toBe("token");
});

test("a page to open: the URL carries the whole signed order, and nothing is asked", async () => {
  const outcome = await pay({ method: "h5" });
  if (outcome.state !== "waiting") throw new Error(outcome.state);
  expect(outcome.action.type).toBe("url");
  const url = new URL(outcome.action.value);
  expect(`${url.origin}${url.pathname}`).toBe(`${alipay.url}/gateway.do`);
  const { sign, ...parameters } = Object.fromEntries(url.searchParams);
  expect(parameters.method).toBe("alipay.trade.wap.pay");
  expect(JSON.parse(parameters.biz_content!)).toMatchObject({
    out_trade_no: no,
    total_amount: "12.50",
    product_code: "QUICK_WAP_WAY",
  });
  expect(isSignedBy(appPublicKey, signedText(parameters), sign!)).toBe(true);
  expect(alipay.received).toEqual([]);
});

test.each([
  ["2088101117955611", { buyer_id: "2088101117955611" }],
  ["074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5", { buyer_open_id: expect.any(String) }],
])("inside Alipay's app the payer %s is named", async (payer_id, buyer) => {
  alipay.says({ ...done, out_trade_no: no, trade_no: "2026" });
  expect(await pay({ method: "jsapi", payer_id })).toEqual({
    state: "waiting",
    action: { type: "jsapi", value: '{"tradeNO":"2026"}' },
  });
  expect(alipay.received[0]).toMatchObject({ method: "alipay.trade.create", content: buyer });
});

test.each([
  ["ACQ.TRADE_HAS_CLOSE", { state: "refused", key: "charge_closed" }],
  ["ACQ.CONTEXT_INCONSISTENT", { state: "refused", key: "charge_order_no_used" }],
  ["ACQ.TRADE_HAS_SUCCESS", { state: "unknown", key: "charge_unexpected_status" }],
  ["ACQ.INVALID_PARAMETER", { state: "refused", key: "channel_parameter_error", detail: "因为" }],
  ["ACQ.TOTAL_FEE_EXCEED", { state: "refused", key: "channel_request_info", detail: "因为" }],
  ["ACQ.SYSTEM_ERROR", { state: "unknown", key: "channel_unexpected_error" }],
])("asking for a payment, %s", async (sub_code, outcome) => {
  alipay.says(failed(sub_code));
  expect(await pay()).toEqual(outcome);
  expect(alipay.heard).toMatchObject([{ said: `40004 ${sub_code} 因为`, is_unforeseen: false }]);
});

test.each([
  ["20000", "isp.unknow-error", "unknown", "channel_response_code_fail"],
  ["20000", "isp.something-new", "unknown", "channel_response_code_fail"],
  ["20001", "aop.invalid-app-auth-token", "refused", "channel_auth_error"],
  ["40001", "isv.missing-method", "refused", "channel_parameter_error"],
  ["40002", "isv.invalid-parameter", "refused", "channel_parameter_error"],
  ["40002", "isv.invalid-signature", "refused", "channel_auth_error"],
  ["40005", "isv.app-call-limited", "unknown", "channel_unexpected_error"],
  ["40006", "isv.insufficient-isv-permissions", "refused", "channel_auth_error"],
])("the gateway says %s %s", async (code, sub_code, state, key) => {
  alipay.says(failed(sub_code, "因为", code));
  expect(await pay()).toMatchObject({ state, key });
});

test("a code that no row knows is said in the log, and counted", async () => {
  alipay.says(failed("ACQ.BRAND_NEW", "全新"));
  expect(await pay()).toEqual({
    state: "unknown",
    key: "channel_unexpected_error",
    detail: "ACQ.BRAND_NEW",
  });
  expect(alipay.heard).toMatchObject([
    { operation: "pay", no, said: "40004 ACQ.BRAND_NEW 全新", is_unforeseen: true },
  ]);
});

test("a failure without a code of its own is a failure of the protocol", async () => {
  alipay.says({ code: "40004", msg: "Business Failed" });
  expect(await pay()).toMatchObject({ state: "unknown", key: "channel_response_code_fail" });
});

test("Alipay's words are passed on short and without control characters", async () => {
  alipay.says(failed("ACQ.INVALID_PARAMETER", `a\u0000b\n${"长".repeat(500)}`));
  const outcome = await pay();
  expect(outcome).toMatchObject({ detail: `a b ${"长".repeat(124)}` });
});

test.each([
  ["WAIT_BUYER_PAY", { state: "waiting" }],
  ["TRADE_CLOSED", { state: "refused", key: "charge_closed" }],
  ["TRADE_FROZEN", { state: "unknown", key: "charge_unexpected_status" }],
])("a trade that is %s", async (trade_status, outcome) => {
  alipay.says({ ...trade, trade_status });
  expect(await query()).toMatchObject(outcome);
});

test.each(["TRADE_SUCCESS", "TRADE_FINISHED"])("a trade that is %s is paid", async (status) => {
  alipay.says({ ...trade, trade_status: status });
  expect(await query()).toEqual({
    state: "succeeded",
    transaction_id: trade.trade_no,
    amount: 1250,
    currency: "CNY",
  });
});

test("the amount and currency of what was paid are Alipay's, for core to compare", async () => {
  alipay.says({ ...trade, total_amount: "12.49", trans_currency: "USD" });
  expect(await query()).toMatchObject({ amount: 1249, currency: "USD" });
});

test("a trade that was closed behind its payment is not one that was never paid", async () => {
  alipay.says({ ...trade, trade_status: "TRADE_CLOSED", send_pay_date: "2026-11-25 18:00:00" });
  expect(await query()).toMatchObject({ state: "unknown", key: "charge_unexpected_status" });
});

test("a query that Alipay refuses says nothing of the payment, but that it has none", async () => {
  alipay.says(failed("ACQ.TRADE_NOT_EXIST"));
  expect(await query()).toEqual({ state: "refused", key: "resource_not_exist" });
  alipay.says(failed("isv.insufficient-isv-permissions", "因为", "40006"));
  expect(await query()).toMatchObject({ state: "unknown", key: "query_right_error" });
  alipay.says(failed("isv.invalid-signature", "因为", "40002"));
  expect(await query()).toMatchObject({ state: "unknown", key: "channel_auth_error" });
});

test("closing", async () => {
  alipay.says({ ...done, out_trade_no: no, trade_no: trade.trade_no });
  expect(await close()).toEqual({ state: "succeeded" });
  expect(alipay.received[0]).toMatchObject({
    method: "alipay.trade.close",
    content: { out_trade_no: no },
  });
  alipay.says(failed("ACQ.TRADE_NOT_EXIST"));
  expect(await close()).toEqual({ state: "refused", key: "resource_not_exist" });
  alipay.says(failed("ACQ.TRADE_STATUS_ERROR"));
  expect(await close()).toMatchObject({ state: "unknown", key: "charge_unexpected_status" });
});

test("a signed answer about another order is not ours", async () => {
  const consistency = { state: "unknown", key: "channel_parameters_consistency_error" };
  alipay.says({ ...trade, out_trade_no: "another", qr_code: "q" });
  expect(await query()).toMatchObject(consistency);
  expect(await close()).toMatchObject(consistency);
  expect(await pay()).toMatchObject(consistency);
  expect(await pay({ method: "jsapi", payer_id: "2088101117955611" })).toMatchObject(consistency);
});
