import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { calls } from "../conformance.ts";
import type { ChannelOperation } from "../translation.ts";
import { yuanOf } from "../yuan.ts";
import { access, answerOf, done, failed, type Playing, playAlipay } from "./playing-alipay.ts";

// What Alipay's answers are believed, and what they are not.

let alipay: Playing;
beforeAll(async () => {
  alipay = await playAlipay();
});
afterAll(() => alipay.close());

const no = "0a".repeat(12).concat("z");
const payment_no = "p".repeat(25);
const fund = {
  ...done,
  out_biz_no: no,
  order_id: "2026",
  status: "SUCCESS",
  trans_amount: "12.50",
};

/** To each operation, an answer by which it succeeds (or, asking for a payment, waits). */
const good: Record<ChannelOperation, { method: string; node: Record<string, unknown> }> = {
  pay: { method: "alipay.trade.precreate", node: { ...done, out_trade_no: no, qr_code: "q" } },
  query: {
    method: "alipay.trade.query",
    node: {
      ...done,
      out_trade_no: no,
      trade_no: "2026",
      trade_status: "TRADE_SUCCESS",
      total_amount: "12.50",
    },
  },
  close: { method: "alipay.trade.close", node: { ...done, out_trade_no: no } },
  refund: {
    method: "alipay.trade.refund",
    node: { ...done, out_trade_no: payment_no, fund_change: "Y", refund_fee: "12.50" },
  },
  queryRefund: {
    method: "alipay.trade.fastpay.refund.query",
    node: {
      ...done,
      out_trade_no: payment_no,
      out_request_no: no,
      refund_amount: "12.50",
      refund_status: "REFUND_SUCCESS",
    },
  },
  transfer: { method: "alipay.fund.trans.uni.transfer", node: fund },
  queryTransfer: { method: "alipay.fund.trans.common.query", node: fund },
  redEnvelope: { method: "alipay.fund.trans.uni.transfer", node: fund },
  queryRedEnvelope: { method: "alipay.fund.trans.common.query", node: fund },
  statement: {
    method: "alipay.data.bill.accountlog.query",
    node: {
      ...done,
      page_no: "1",
      page_size: "2000",
      total_size: "1",
      detail_list: [
        {
          trans_dt: "2026-11-24 10:00:00",
          trans_amount: "12.50",
          direction: "收入",
          type: "交易",
          alipay_order_no: "2026",
          merchant_order_no: no,
        },
      ],
    },
  },
};
/** What an answer must have as we asked for it. */
const ours = ["out_trade_no", "out_biz_no", "out_request_no", "refund_amount", "trans_amount"];
const operations = Object.keys(good) as ChannelOperation[];
const ask = (operation: ChannelOperation) => calls[operation](alipay.channel, access);

describe.each(operations)("%s", (operation) => {
  const { method, node } = good[operation];
  const text = answerOf(method, node);

  test("a good answer is believed", async () => {
    alipay.says(text);
    expect((await ask(operation)).state).toBe(operation === "pay" ? "waiting" : "succeeded");
    expect(alipay.received.at(-1)!.method).toBe(method);
  });

  test("not when a bit of what is signed, or of the signature, has flipped", async () => {
    const from = text.indexOf("{", 1);
    for (let at = from; at < text.length; at += 7) {
      const bytes = Buffer.from(text);
      bytes[at]! ^= 1;
      alipay.says(bytes.toString());
      const outcome = await ask(operation);
      expect(outcome.state).toBe("unknown");
      expect(["channel_sign_error", "channel_parse_error"]).toContain(Reflect.get(outcome, "key"));
    }
  });

  test("not without its signature", async () => {
    alipay.says(JSON.stringify({ [`${method.replaceAll(".", "_")}_response`]: node }));
    expect(await ask(operation)).toMatchObject({ state: "unknown", key: "channel_sign_error" });
    alipay.says(JSON.stringify({ error_response: failed("ACQ.TRADE_HAS_CLOSE") }));
    expect(await ask(operation)).toMatchObject({ state: "unknown", key: "channel_sign_error" });
  });

  test("an app that Alipay does not know gets no signature, and ends no payout", async () => {
    alipay.says(JSON.stringify({ error_response: failed("isv.invalid-app-id", "无效", "40002") }));
    const outcome = await ask(operation);
    expect(outcome).toMatchObject({ key: "channel_auth_error", detail: "无效" });
    expect(outcome.state).toBe(
      operation === "pay" || operation === "statement" ? "refused" : "unknown",
    );
  });

  test("the answer to another call is none", async () => {
    alipay.says(answerOf("alipay.trade.other", node));
    expect(await ask(operation)).toMatchObject({ state: "unknown", key: "channel_parse_error" });
  });

  test("a field that is missing or of another type never throws, never succeeds with other money", async () => {
    const value = fc.oneof(
      fc.constant(undefined),
      fc.constant(null),
      fc.integer(),
      fc.string(),
      fc.constantFrom("12.51", "0.01", "1e9", "-12.50", "12.500", "N", "SUCCESS"),
      fc.object(),
    );
    const names = fc.constantFrom(...Object.keys(node).filter((name) => name !== "msg"));
    await fc.assert(
      fc.asyncProperty(names, value, async (name, changed) => {
        alipay.says({ ...node, [name]: changed });
        const outcome = await ask(operation);
        if (outcome.state !== "succeeded" || changed === undefined) return;
        if (ours.includes(name)) expect(changed).toBe(node[name]);
        // Of a trade the query tells the amount, for core to compare.
        if (name === "total_amount") {
          expect(yuanOf(Number(Reflect.get(outcome, "amount")))).toBe(changed);
        }
      }),
      { numRuns: 60 },
    );
  });
});
