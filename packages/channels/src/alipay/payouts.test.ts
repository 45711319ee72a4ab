import { afterEach, beforeEach, expect, test } from "vitest";
import { access, done, failed, type Playing, playAlipay } from "./playing-alipay.ts";

let alipay: Playing;
beforeEach(async () => {
  alipay = await playAlipay();
});
afterEach(() => alipay.close());

const numbered = { no: "t".repeat(25), amount: 1250, currency: "CNY" };
const order = { ...done, out_biz_no: numbered.no, order_id: "2026", status: "SUCCESS" };

const transfer = (change: object = {}) =>
  alipay.channel.transfer(access, {
    ...numbered,
    to_account: "2088101117955611",
    to_name: null,
    remark: null,
    ...change,
  });
const redEnvelope = () =>
  alipay.channel.redEnvelope(access, {
    ...numbered,
    to_account: "2088101117955611",
    greeting: "恭喜发财",
  });

test("a transfer to a user", async () => {
  alipay.says(order);
  expect(await transfer({ to_name: "张三", remark: "工资" })).toEqual({ state: "succeeded" });
  expect(alipay.received).toMatchObject([
    {
      method: "alipay.fund.trans.uni.transfer",
      content: {
        out_biz_no: numbered.no,
        trans_amount: "12.50",
        product_code: "TRANS_ACCOUNT_NO_PWD",
        biz_scene: "DIRECT_TRANSFER",
        order_title: "转账",
        payee_info: {
          identity: "2088101117955611",
          identity_type: "ALIPAY_USER_ID",
          name: "张三",
        },
        remark: "工资",
      },
    },
  ]);
});

test.each([
  ["abc@example.com", "ALIPAY_LOGON_ID"],
  ["13800138000", "ALIPAY_LOGON_ID"],
  ["+852-51234567", "ALIPAY_LOGON_ID"],
  ["074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5", "ALIPAY_OPEN_ID"],
])("%s is an %s", async (to_account, identity_type) => {
  alipay.says(order);
  await transfer({ to_account });
  expect(alipay.received[0]!.content.payee_info).toEqual({ identity: to_account, identity_type });
});

test.each([
  ["SYSTEM_ERROR", "unknown", "transfer_system_busy", "red_system_busy"],
  ["REQUEST_PROCESSING", "unknown", "transfer_system_busy", "red_system_busy"],
  ["PAYEE_NOT_EXIST", "refused", "channel_request_info", "channel_request_info"],
  ["PAYER_BALANCE_NOT_ENOUGH", "refused", "channel_request_info", "channel_request_info"],
  ["INVALID_PARAMETER", "refused", "channel_parameter_error", "channel_parameter_error"],
  [
    "PAYMENT_INFO_INCONSISTENCY",
    "unknown",
    "channel_parameters_consistency_error",
    "channel_parameters_consistency_error",
  ],
])("%s to a payout", async (sub_code, state, ofTransfer, ofRedEnvelope) => {
  alipay.says(failed(sub_code));
  expect(await transfer()).toMatchObject({ state, key: ofTransfer });
  expect(await redEnvelope()).toMatchObject({ state, key: ofRedEnvelope });
});

test.each([
  ["SUCCESS", { state: "succeeded" }, { state: "succeeded", fate: "received" }],
  ["DEALING", { state: "waiting", action_url: null }, { state: "waiting" }],
  [
    "REFUND",
    { state: "refused", key: "channel_request_info", detail: "退票" },
    { state: "succeeded", fate: { returned: 1250 } },
  ],
  [
    "FAIL",
    { state: "refused", key: "channel_request_info", detail: "退票" },
    { state: "refused", key: "channel_request_info", detail: "退票" },
  ],
  [
    "ODD",
    { state: "unknown", key: "channel_unexpected_error", detail: "status: ODD" },
    { state: "unknown", key: "channel_unexpected_error", detail: "status: ODD" },
  ],
])("an order that is %s", async (status, ofTransfer, ofRedEnvelope) => {
  alipay.says({ ...order, status, error_code: "X", fail_reason: "退票" });
  expect(await transfer()).toEqual(ofTransfer);
  expect(await redEnvelope()).toEqual(ofRedEnvelope);
  expect(await alipay.channel.queryTransfer(access, numbered)).toEqual(ofTransfer);
  expect(await alipay.channel.queryRedEnvelope(access, numbered)).toEqual(ofRedEnvelope);
});

test("a red envelope goes out as one", async () => {
  alipay.says(order);
  await redEnvelope();
  expect(alipay.received[0]!.content).toMatchObject({
    product_code: "STD_RED_PACKET",
    biz_scene: "DIRECT_TRANSFER",
    order_title: "恭喜发财",
    business_params: '{"sub_biz_scene":"REDPACKET"}',
  });
});

test.each([
  ["queryTransfer", "TRANS_ACCOUNT_NO_PWD"],
  ["queryRedEnvelope", "STD_RED_PACKET"],
] as const)(
  "%s asks after its own product, and an order that is not there may be sent",
  async (operation, product_code) => {
    alipay.says(failed("ORDER_NOT_EXIST"));
    expect(await alipay.channel[operation](access, numbered)).toEqual({
      state: "refused",
      key: "resource_not_exist",
    });
    expect(alipay.received).toMatchObject([
      {
        method: "alipay.fund.trans.common.query",
        content: { product_code, biz_scene: "DIRECT_TRANSFER", out_biz_no: numbered.no },
      },
    ]);
  },
);

test.each([{ out_biz_no: "x" }, { trans_amount: "12.51" }, { amount: "1.25" }])(
  "an order with %j is another",
  async (change) => {
    alipay.says({ ...order, ...change });
    const inconsistent = { state: "unknown", key: "channel_parameters_consistency_error" };
    expect(await transfer()).toMatchObject(inconsistent);
    expect(await redEnvelope()).toMatchObject(inconsistent);
    expect(await alipay.channel.queryTransfer(access, numbered)).toMatchObject(inconsistent);
    expect(await alipay.channel.queryRedEnvelope(access, numbered)).toMatchObject(inconsistent);
  },
);
