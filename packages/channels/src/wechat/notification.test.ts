import { generateKeyPairSync } from "node:crypto";
import type { RawNotification } from "@purse/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { wechatChannel } from "./channel.ts";
import { access, accessWith, account, no, notification } from "./playing-wechat.ts";

const channel = wechatChannel({
  urlOf: () => "http://127.0.0.1:1",
  now: () => new Date(),
  timeLimitMs: 100,
  onCall: () => {},
});
const verify = (raw: RawNotification, by = access) => channel.verifyNotification(by, raw);

const trade = {
  appid: account.app_id,
  mchid: account.mch_id,
  out_trade_no: no,
  transaction_id: "4200001",
  trade_state: "SUCCESS",
  amount: { total: 1250, payer_total: 1250, currency: "CNY", payer_currency: "CNY" },
};
const refund = {
  mchid: account.mch_id,
  out_trade_no: "p",
  out_refund_no: no,
  refund_id: "5030",
  refund_status: "SUCCESS",
  amount: { total: 5000, refund: 1250 },
};
const bill = {
  mch_id: account.mch_id,
  out_bill_no: no,
  transfer_bill_no: "1330",
  state: "SUCCESS",
  transfer_amount: 1250,
};

test("a payment that was made", async () => {
  expect(await verify(notification("TRANSACTION.SUCCESS", trade))).toEqual({
    state: "succeeded",
    notify_id: "notice-1",
    acknowledgement: {
      content_type: "application/json",
      body: '{"code":"SUCCESS","message":"成功"}',
    },
    subject: {
      kind: "payment",
      no,
      amount: 1250,
      currency: "CNY",
      outcome: { state: "succeeded", transaction_id: "4200001", amount: 1250, currency: "CNY" },
    },
  });
});

test.each([
  ["SUCCESS", { state: "succeeded" }],
  ["ABNORMAL", { state: "refused", key: "refund_manual_intervention" }],
  ["CLOSED", { state: "refused", key: "refund_failed" }],
])("a refund that is %s", async (refund_status, outcome) => {
  expect(
    await verify(notification(`REFUND.${refund_status}`, { ...refund, refund_status })),
  ).toMatchObject({
    state: "succeeded",
    subject: { kind: "refund", no, amount: 1250, currency: "CNY", outcome },
  });
});

test.each([
  ["SUCCESS", { state: "succeeded" }],
  ["FAIL", { state: "refused", key: "channel_request_info" }],
])("a transfer that is %s", async (state, outcome) => {
  expect(await verify(notification("MCHTRANSFER.BILL.FINISHED", { ...bill, state }))).toMatchObject(
    {
      state: "succeeded",
      subject: { kind: "transfer", no, amount: 1250, currency: "CNY", outcome },
    },
  );
});

test("what WeChat Pay did not sign is refused", async () => {
  const forged = { state: "refused", key: "channel_sign_error" };
  const genuine = notification("TRANSACTION.SUCCESS", trade);
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  expect(await verify({ headers: {}, body: genuine.body })).toMatchObject(forged);
  expect(await verify({ ...genuine, body: `${genuine.body} ` })).toMatchObject(forged);
  expect(
    await verify(notification("TRANSACTION.SUCCESS", trade, { signed: { key: privateKey } })),
  ).toMatchObject(forged);
  const late = { signed: { at: new Date(Date.now() - 301_000) } };
  expect(await verify(notification("TRANSACTION.SUCCESS", trade, late))).toMatchObject(forged);
  const probe = { ...genuine.headers, "wechatpay-signature": "WECHATPAY/SIGNTEST/dGVzdA==" };
  expect(await verify({ ...genuine, headers: probe })).toMatchObject(forged);
  expect(await verify(genuine, accessWith({ public_key: "k".repeat(64) }))).toMatchObject(forged);
});

test("one flipped bit of its body", async () => {
  const { headers, body } = notification("TRANSACTION.SUCCESS", trade);
  await fc.assert(
    fc.asyncProperty(fc.nat(body.length * 8 - 1), async (bit) => {
      const bytes = Buffer.from(body);
      bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      const outcome = await verify({ headers, body: bytes.toString() });
      expect(outcome).toMatchObject({ state: "refused", key: "channel_sign_error" });
    }),
  );
});

test("what is of another merchant or app, or cannot be opened or read", async () => {
  const unknown = (key: string) => ({ state: "unknown", key });
  for (const other of [{ mchid: "1" }, { appid: "wx1" }]) {
    expect(await verify(notification("TRANSACTION.SUCCESS", { ...trade, ...other }))).toMatchObject(
      unknown("channel_parameters_consistency_error"),
    );
  }
  for (const [type, content] of [
    ["REFUND.SUCCESS", { ...refund, mchid: "1" }],
    ["MCHTRANSFER.BILL.FINISHED", { ...bill, mch_id: "1" }],
  ] as const) {
    expect(await verify(notification(type, content))).toMatchObject(
      unknown("channel_parameters_consistency_error"),
    );
  }
  const otherKey = { key: "f".repeat(32) };
  expect(await verify(notification("TRANSACTION.SUCCESS", trade, otherKey))).toMatchObject(
    unknown("channel_parse_error"),
  );
  expect(
    await verify(notification("TRANSACTION.SUCCESS", { ...trade, amount: undefined })),
  ).toMatchObject(unknown("channel_parse_error"));
  expect(await verify(notification("COUPON.USE", trade))).toMatchObject(
    unknown("channel_unexpected_error"),
  );
});

test("whatever it encloses, nothing is thrown and only money that was named is told", async () => {
  const content = fc.record(
    {
      ...Object.fromEntries(
        Object.entries(trade).map(([name, value]) => [
          name,
          fc.oneof(fc.constant(value), fc.jsonValue()),
        ]),
      ),
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(content, async (enclosed) => {
      const outcome = await verify(notification("TRANSACTION.SUCCESS", enclosed));
      if (outcome.state !== "succeeded") return;
      expect(enclosed).toMatchObject({ appid: trade.appid, mchid: trade.mchid });
      expect(outcome.subject.amount).toBe(Reflect.get(Object(enclosed.amount), "total"));
    }),
    { numRuns: 200 },
  );
});
