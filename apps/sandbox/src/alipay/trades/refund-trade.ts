import { randomInt } from "node:crypto";
import { z } from "zod";
import type { Payment } from "../../books/payments.ts";
import type { Refund } from "../../books/refunds.ts";
import { gmt8 } from "../gmt8.ts";
import { type Call, method, type Node } from "../method.ts";
import { businessFailed } from "../refused.ts";
import { Yuan, yuanOf } from "../yuan.ts";
import { findTrade, OutTradeNo, tradeNamesWith, tradeNotExist } from "./trade.ts";
import { buyerOf } from "./trade-status.ts";

const RefundRequest = tradeNamesWith({
  refund_amount: Yuan,
  refund_reason: z.string().max(256).optional(),
  out_request_no: OutTradeNo.optional(),
});
type RefundRequest = z.output<typeof RefundRequest>;

export const refundTrade = method("fund_change", "ACQ.", RefundRequest, (call, request) => {
  const trade = findTrade(call, request);
  // Without a number of its own it refunds the whole trade.
  const no = request.out_request_no ?? trade?.no;
  return {
    operation: "refund",
    no,
    amount: request.refund_amount,
    run(fault) {
      if (trade === undefined || no === undefined) throw tradeNotExist();
      const before = call.house.books.refunds.find(trade, no);
      if (before !== undefined) return again(trade, before, request.refund_amount);
      refuseUnrefundable(call, trade, request);
      const processing = fault === "REFUND_PROCESSING";
      return first(call, trade, { ...request, no, processing });
    },
  };
});

/** The same number again changes nothing. */
function again(trade: Payment, before: Refund, amount: number): Node {
  if (before.amount !== amount || before.state === "failed") {
    throw businessFailed("ACQ.DISCORDANT_REPEAT_REQUEST", "不一致的请求");
  }
  return answer(trade, "N", before);
}

function first(
  { house, notices }: Call,
  trade: Payment,
  {
    no,
    refund_amount,
    refund_reason,
    processing,
  }: RefundRequest & { no: string; processing: boolean },
): Node {
  const { books } = house;
  const refund = books.refunds.insert(trade, {
    no,
    refund_id: `${gmt8(house.now()).slice(0, 10).replaceAll("-", "")}${randomInt(10 ** 14)}`,
    amount: refund_amount,
    state: processing ? "processing" : "succeeded",
    reason: refund_reason ?? null,
    // Alipay tells of refunds where it told of the trade.
    notify_url: trade.notify_url,
    details: {},
  });
  const now = books.payments.find("alipay", trade.merchant_id, trade.no) ?? trade;
  if (!processing) notices.ofRefund(now, refund);
  return answer(now, processing ? "N" : "Y", refund);
}

function answer(trade: Payment, fund_change: "Y" | "N", refund: Refund): Node {
  return {
    ...buyerOf(trade),
    out_trade_no: trade.no,
    trade_no: trade.transaction_id,
    fund_change,
    gmt_refund_pay: gmt8(refund.settled_at ?? refund.created_at),
    // All that was refunded of the trade so far, not this refund's part.
    refund_fee: yuanOf(trade.refunded),
    send_back_fee: yuanOf(refund.amount),
  };
}

function refuseUnrefundable({ merchant }: Call, trade: Payment, request: RefundRequest): void {
  const { refund_amount, out_request_no } = request;
  if (trade.state === "open") throw businessFailed("ACQ.TRADE_STATUS_ERROR", "交易状态非法");
  if (trade.state === "closed" || trade.refunded === trade.amount) {
    throw businessFailed("ACQ.TRADE_HAS_CLOSE", "交易已关闭");
  }
  if (trade.details.finished === "yes") {
    throw businessFailed("ACQ.TRADE_HAS_FINISHED", "交易已完结");
  }
  if (out_request_no === undefined && refund_amount !== trade.amount) {
    throw businessFailed("ACQ.INVALID_PARAMETER", "参数无效: 部分退款须传 out_request_no");
  }
  if (trade.refunded + refund_amount > trade.amount) {
    throw businessFailed("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "退款金额超限");
  }
  if (refund_amount > merchant.balance) {
    throw businessFailed("ACQ.SELLER_BALANCE_NOT_ENOUGH", "卖家余额不足");
  }
}
