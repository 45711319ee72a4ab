import { z } from "zod";
import type { Movement } from "../../books/movements.ts";
import { Gmt8, gmt8 } from "../gmt8.ts";
import { type Call, method, type Node } from "../method.ts";
import { businessFailed } from "../refused.ts";
import { yuanOf } from "../yuan.ts";

const daysMax = 31;
const Count = (max: number) =>
  z
    .union([z.string(), z.number().transform(String)])
    .pipe(z.string().regex(/^[1-9]\d{0,5}$/))
    .transform(Number)
    .refine((count) => count <= max);
const LogQuery = z.object({
  start_time: Gmt8,
  end_time: Gmt8,
  page_no: Count(999_999).default(1),
  page_size: Count(2000).default(2000),
  merchant_order_no: z.string().max(64).optional(),
});

/** The lines of the merchant's account, from a time on and before another one. */
export const queryAccountLog = method("detail_list", "", LogQuery, (call, request) => ({
  operation: "statement",
  no: undefined,
  amount: undefined,
  run() {
    const { start_time, end_time, page_no, page_size, merchant_order_no } = request;
    const days = (end_time.getTime() - start_time.getTime()) / 86_400_000;
    if (days < 0 || days > daysMax) {
      throw businessFailed("INVALID_PARAMETER", "参数有误: 起止时间间隔不超过31天");
    }
    const { movements } = call.house.books;
    const all = movements
      .between("alipay", call.merchant.merchant_id, start_time, end_time)
      .filter((each) => merchant_order_no === undefined || each.order_no === merchant_order_no);
    const page = all.slice((page_no - 1) * page_size, page_no * page_size);
    return {
      page_no: String(page_no),
      page_size: String(page_size),
      total_size: String(all.length),
      detail_list: page.map((each) => line(call, each)),
    };
  },
}));

const types: Readonly<Record<Movement["kind"], readonly [type: string, description: string]>> = {
  payment: ["交易", "在线支付"],
  refund: ["交易退款", "交易退款"],
  refund_back: ["退款退回", "交易退款失败退回"],
  transfer: ["转账", "单笔无密转账到账户"],
  transfer_back: ["转账退回", "单笔无密转账退回"],
  red_envelope: ["转账", "现金红包"],
  red_envelope_back: ["转账退回", "现金红包退回"],
};

function line({ house }: Call, movement: Movement): Node {
  const { id, merchant_id, kind, order_no, no, transaction_id, amount } = movement;
  const [type, biz_desc] = types[kind];
  const trade = house.books.payments.find("alipay", merchant_id, order_no);
  const isRefund = kind === "refund" || kind === "refund_back";
  const orderNo = isRefund ? (trade?.transaction_id ?? transaction_id) : transaction_id;
  return {
    account_log_id: String(id).padStart(24, "3"),
    alipay_order_no: orderNo,
    merchant_order_no: order_no,
    trans_dt: gmt8(movement.occurred_at),
    trans_amount: yuanOf(amount),
    direction: amount > 0 ? "收入" : "支出",
    balance: yuanOf(movement.balance),
    type,
    biz_desc,
    bill_source: "SANDBOX",
    biz_orig_no: orderNo,
    // M: the order itself; O: the paper of the business, of a refund its out_request_no.
    biz_nos: isRefund ? `M${orderNo}|O${no}` : `M${orderNo}`,
    other_account: movement.other_account ?? "",
    trans_memo: biz_desc,
  };
}
