import { z } from "zod";
import type { Payout } from "../../books/payouts.ts";
import { gmt8 } from "../gmt8.ts";
import { type Call, method, type Node } from "../method.ts";
import { businessFailed } from "../refused.ts";
import { yuanOf } from "../yuan.ts";
import { payoutStatus, productCodes, products } from "./payout.ts";

const TransferQuery = z.object({
  out_biz_no: z.string().max(64).optional(),
  order_id: z.string().max(32).optional(),
  pay_fund_order_id: z.string().max(32).optional(),
  product_code: z.enum(productCodes).optional(),
  biz_scene: z.literal("DIRECT_TRANSFER").optional(),
});
type TransferQuery = z.output<typeof TransferQuery>;

export const queryTransfer = method("status", "", TransferQuery, (call, request) => {
  const found = find(call, request);
  const product = Object.values(products).find(({ kind }) => kind === found?.kind);
  const asked = products[request.product_code ?? "TRANS_ACCOUNT_NO_PWD"];
  return {
    operation: (product ?? asked).query,
    no: found?.no ?? request.out_biz_no,
    amount: found?.amount,
    run() {
      if (found === undefined) throw businessFailed("ORDER_NOT_EXIST", "转账订单不存在");
      return said(found);
    },
  };
});

/** By the number of the money's own movement first, then the order's, then the merchant's. */
function find({ house, merchant }: Call, request: TransferQuery): Payout | undefined {
  const { out_biz_no, order_id, pay_fund_order_id, product_code, biz_scene } = request;
  const { payouts } = house.books;
  const id = pay_fund_order_id ?? order_id;
  if (id !== undefined) {
    return [...payouts.list("transfer"), ...payouts.list("red_envelope")].find(
      (each) => each.payout_id === id && each.merchant_id === merchant.merchant_id,
    );
  }
  if (out_biz_no === undefined || product_code === undefined || biz_scene === undefined) {
    throw businessFailed(
      "INVALID_PARAMETER",
      "参数有误: product_code 与 biz_scene 须与 out_biz_no 同传",
    );
  }
  return payouts.find("alipay", merchant.merchant_id, products[product_code].kind, out_biz_no);
}

function said(payout: Payout): Node {
  const status = payoutStatus(payout);
  const common = {
    out_biz_no: payout.no,
    order_id: payout.payout_id,
    pay_fund_order_id: payout.payout_id,
    status,
  };
  if (status === "SUCCESS") {
    const pay_date = gmt8(payout.settled_at ?? payout.created_at);
    return { ...common, trans_amount: yuanOf(payout.amount), pay_date };
  }
  if (status !== "FAIL" && status !== "REFUND") return common;
  const error_code = payout.reason ?? "PAYEE_ACCOUNT_STATUS_ERROR";
  return { ...common, error_code, fail_reason: "收款方账号异常" };
}
