import type { Refund } from "../../books/refunds.ts";
import { gmt8 } from "../gmt8.ts";
import { method, type Node } from "../method.ts";
import { yuanOf } from "../yuan.ts";
import { findTrade, OutTradeNo, tradeNamesWith, tradeNotExist } from "./trade.ts";

const RefundQuery = tradeNamesWith({ out_request_no: OutTradeNo });

export const queryRefund = method("code", "ACQ.", RefundQuery, (call, request) => {
  const trade = findTrade(call, request);
  const refund =
    trade === undefined ? undefined : call.house.books.refunds.find(trade, request.out_request_no);
  return {
    operation: "queryRefund",
    no: request.out_request_no,
    amount: refund?.amount,
    run() {
      if (trade === undefined) throw tradeNotExist();
      const names = { out_trade_no: trade.no, trade_no: trade.transaction_id };
      // No such refund is a success that says nothing of one.
      if (refund === undefined) return names;
      return { ...names, ...said(refund), total_amount: yuanOf(trade.amount) };
    },
  };
});

function said(refund: Refund): Node {
  const { no, amount, reason, state, settled_at } = refund;
  const common = {
    out_request_no: no,
    refund_amount: yuanOf(amount),
    ...(reason === null ? {} : { refund_reason: reason }),
  };
  switch (state) {
    case "processing":
      return { ...common, refund_status: "REFUND_PROCESSING" };
    case "succeeded":
      return {
        ...common,
        refund_status: "REFUND_SUCCESS",
        gmt_refund_pay: gmt8(settled_at ?? refund.created_at),
      };
    default:
      return { ...common, refund_status: "REFUND_FAIL", error_code: "ACQ.REFUND_FAIL" };
  }
}
