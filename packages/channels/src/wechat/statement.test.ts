import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { type Asked, access, type Listener, playing, says } from "./playing-wechat.ts";

const tradeHeading =
  "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注";
const tradeBill = [
  `\uFEFF${tradeHeading}`,
  "`2026-11-24 10:00:00,`wx1,`19,`0,`,`4200001,`pay1,`openid,`NATIVE,`SUCCESS,`OTHERS,`CNY,`12.50,`0.00,`0,`0,`0.00,`0.00,`,`,`tea, milk,`,`0.08,`0.60%,`12.50,`0.00,`",
  "`2026-11-24 11:00:00,`wx1,`19,`0,`,`4200001,`pay1,`openid,`NATIVE,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`5030001,`ref1,`0.03,`0.00,`ORIGINAL,`SUCCESS,`tea,`,`0.00,`0.60%,`0.00,`0.03,`",
  "总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额",
  "`2,`12.50,`0.03,`0.00,`0.08,`12.50,`0.03",
  "",
].join("\r\n");
const fundHeading =
  "记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号";
const fundBill = [
  fundHeading,
  "`2026-11-24 10:00:00,`4200001,`1,`交易,`交易,`收入,`12.50,`12.50,`system,`,`pay1",
  "`2026-11-24 12:00:00,`1330001,`2,`商家转账,`商家转账,`支出,`3.00,`9.50,`API,`,`trf1",
  "`2026-11-24 13:00:00,`1000001,`3,`现金红包,`现金红包,`支出,`1.00,`8.50,`API,`,`red1",
  "`2026-11-24 14:00:00,`1000001,`4,`现金红包退款,`现金红包退款,`收入,`1.00,`9.50,`system,`,`red1",
  "资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额",
  "`4,`2,`13.50,`2,`4.00",
].join("\n");

const sha1 = (text: string) => createHash("sha1").update(text).digest("hex");
const noBill = says({ code: "NO_STATEMENT_EXIST", message: "账单文件不存在" }, 400);

/** Bills as WeChat Pay has them; a bill that is undefined does not exist. */
const bills =
  (trade: string | undefined, fund: string | undefined, hash = sha1): Listener =>
  (asked: Asked) => {
    const kind = asked.path.includes("trade") ? "trade" : "fund";
    const bill = kind === "trade" ? trade : fund;
    if (bill === undefined) return noBill(asked);
    if (asked.path.startsWith("/v3/billdownload/")) return asked.answer.end(bill);
    const download_url = `${asked.origin}/v3/billdownload/file?token=${kind}`;
    says({ hash_type: "SHA1", hash_value: hash(bill), download_url })(asked);
  };
const statement = (listener: Listener) =>
  playing(listener, ({ channel }) => channel.statement(access, "2026-11-24"));

test("a day of both bills", () =>
  playing(bills(tradeBill, fundBill), async ({ channel, asked }) => {
    const entry = { currency: "CNY" };
    expect(await channel.statement(access, "2026-11-24")).toEqual({
      state: "succeeded",
      entries: [
        {
          ...entry,
          kind: "payment",
          no: "pay1",
          transaction_id: "4200001",
          amount: 1250,
          occurred_at: new Date("2026-11-24T02:00:00Z"),
        },
        {
          ...entry,
          kind: "refund",
          no: "ref1",
          transaction_id: "5030001",
          amount: 3,
          occurred_at: new Date("2026-11-24T03:00:00Z"),
        },
        {
          ...entry,
          kind: "transfer",
          no: "trf1",
          transaction_id: "1330001",
          amount: 300,
          occurred_at: new Date("2026-11-24T04:00:00Z"),
        },
        {
          ...entry,
          kind: "red_envelope",
          no: "red1",
          transaction_id: "1000001",
          amount: 100,
          occurred_at: new Date("2026-11-24T05:00:00Z"),
        },
      ],
    });
    expect(asked.map(({ path }) => path).toSorted()).toEqual([
      "/v3/bill/fundflowbill?bill_date=2026-11-24&account_type=BASIC",
      "/v3/bill/tradebill?bill_date=2026-11-24&bill_type=ALL",
      "/v3/billdownload/file?token=fund",
      "/v3/billdownload/file?token=trade",
    ]);
    for (const { headers } of asked)
      expect(headers.authorization).toMatch(/^WECHATPAY2-SHA256-RSA2048 /);
  }));

test("a day without a bill is empty", async () => {
  expect(await statement(bills(undefined, undefined))).toEqual({ state: "succeeded", entries: [] });
  expect(await statement(bills(undefined, fundBill))).toMatchObject({
    entries: [{ no: "trf1" }, { no: "red1" }],
  });
});

test("brackets of either width; refunds that came to nothing are left out", async () => {
  const wide = fundBill.replace("收支金额(元),账户结余(元)", "收支金额（元）,账户结余（元）");
  for (const state of ["FAIL", "CHANGE"]) {
    const failed = tradeBill.replace("`ORIGINAL,`SUCCESS", `\`ORIGINAL,\`${state}`);
    const { entries } = Object(await statement(bills(failed, wide)));
    expect(entries.map(({ no }: { no: string }) => no)).toEqual(["pay1", "trf1", "red1"]);
  }
});

test("a bill whose hash was not signed", async () => {
  expect(await statement(bills(tradeBill, undefined, (bill) => sha1(`${bill}!`)))).toMatchObject({
    state: "unknown",
    key: "channel_sign_error",
  });
});

test.each([
  ["a field less", tradeBill.replace("`wx1,", "")],
  ["no time", tradeBill.replace("`2026-11-24 10:00:00", "`yesterday")],
  ["no yuan", tradeBill.replace("`12.50,`0.00,`\r\n", "`1e3,`0.00,`\r\n")],
  ["another heading", tradeBill.replace("商户订单号", "订单号")],
])("a bill with %s is none", async (_, bill) => {
  expect(bill).not.toBe(tradeBill);
  expect(await statement(bills(bill, undefined))).toMatchObject({
    state: "unknown",
    key: "channel_parse_error",
  });
});

test("what WeChat Pay refuses of a statement", async () => {
  const refuses = (code: string) => statement(says({ code, message: "原因" }, 400));
  expect(await refuses("STATEMENT_CREATING")).toEqual({
    state: "refused",
    key: "channel_request_info",
    detail: "原因",
  });
  expect(await refuses("NO_AUTH")).toMatchObject({ state: "refused", key: "query_right_error" });
  expect(await refuses("SYSTEM_ERROR")).toMatchObject({
    state: "unknown",
    key: "channel_unexpected_error",
  });
});
