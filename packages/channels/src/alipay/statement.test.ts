import { afterEach, beforeEach, expect, test } from "vitest";
import { access, done, failed, type Playing, playAlipay } from "./playing-alipay.ts";

let alipay: Playing;
beforeEach(async () => {
  alipay = await playAlipay();
});
afterEach(() => alipay.close());

const statement = () => alipay.channel.statement(access, "2026-12-31");
const log = (change: object) => ({
  trans_dt: "2026-12-31 23:59:59",
  trans_amount: "12.50",
  direction: "收入",
  type: "交易",
  alipay_order_no: "2026",
  merchant_order_no: "p1",
  ...change,
});
const page = (total: number, ...detail_list: object[]) => ({
  ...done,
  total_size: String(total),
  detail_list,
});
const out = { direction: "支出", trans_amount: "-12.50" };

test("a day's movements by their kinds; fees and what has no number of ours are left out", async () => {
  alipay.says(
    page(
      7,
      log({}),
      log({ ...out, type: "收费" }),
      log({ ...out, type: "交易退款", merchant_out_refund_no: "r1" }),
      log({ ...out, type: "转账", merchant_order_no: "t1" }),
      log({ ...out, type: "现金红包", merchant_order_no: "e1" }),
      log({ ...out, type: "提现" }),
      log({ type: "转账", merchant_order_no: undefined }),
    ),
  );
  const outcome = await statement();
  if (outcome.state !== "succeeded") throw new Error(outcome.state);
  expect(outcome.entries.map(({ kind, no }) => [kind, no])).toEqual([
    ["payment", "p1"],
    ["refund", "r1"],
    ["transfer", "t1"],
    ["red_envelope", "e1"],
  ]);
  expect(outcome.entries[1]).toEqual({
    kind: "refund",
    no: "r1",
    transaction_id: "2026",
    amount: 1250,
    currency: "CNY",
    occurred_at: new Date("2026-12-31T15:59:59Z"),
  });
});

test("page by page, from one midnight in UTC+8 to the next", async () => {
  alipay.says(page(3, log({}), log({})), page(3, log({})));
  expect(await statement()).toMatchObject({ state: "succeeded", entries: { length: 3 } });
  const times = { start_time: "2026-12-31 00:00:00", end_time: "2027-01-01 00:00:00" };
  expect(alipay.received.map(({ method, content }) => [method, content])).toMatchObject([
    ["alipay.data.bill.accountlog.query", { ...times, page_no: "1", page_size: "2000" }],
    ["alipay.data.bill.accountlog.query", { ...times, page_no: "2", page_size: "2000" }],
  ]);
});

test("a day without movements", async () => {
  alipay.says({ ...done, total_size: "0" });
  expect(await statement()).toEqual({ state: "succeeded", entries: [] });
});

test("a list that ends before its end is not taken for the whole", async () => {
  alipay.says(page(3, log({})), { ...done, total_size: "3" });
  expect(await statement()).toMatchObject({ state: "unknown", key: "channel_parse_error" });
});

test.each([
  ["40006", "isv.insufficient-isv-permissions", "refused", "query_right_error"],
  ["40004", "AGREEMENT_CHECK_FAIL", "refused", "query_right_error"],
  ["40004", "INVALID_PARAMETER", "refused", "channel_parameter_error"],
  ["40004", "SYSTEM_BUSY", "unknown", "channel_unexpected_error"],
])("%s %s", async (code, sub_code, state, key) => {
  alipay.says(failed(sub_code, "因为", code));
  expect(await statement()).toMatchObject({ state, key });
});
