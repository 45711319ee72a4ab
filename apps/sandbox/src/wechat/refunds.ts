import { randomInt } from "node:crypto";
import { z } from "zod";
import type { Payment } from "../books/payments.ts";
import type { Refund } from "../books/refunds.ts";
import { type Call, Fen, NotifyUrl, OutNo, type Prepare, read } from "./operation.ts";
import { Refused } from "./refused.ts";
import type { Node } from "./spoil.ts";
import { dayDigits, rfc3339 } from "./times.ts";

const Request = z
  .object({
    transaction_id: z.string().optional(),
    out_trade_no: z.string().optional(),
    out_refund_no: OutNo,
    reason: z.string().max(80).optional(),
    notify_url: NotifyUrl.optional(),
    amount: z.object({ refund: Fen, total: Fen, currency: z.literal("CNY") }),
  })
  .refine(({ transaction_id, out_trade_no }) => transaction_id ?? out_trade_no, {
    error: "transaction_id与out_trade_no必填其一",
  });
type Request = z.output<typeof Request>;

const states = {
  processing: "PROCESSING",
  succeeded: "SUCCESS",
  failed: "CLOSED",
  closed: "CLOSED",
  abnormal: "ABNORMAL",
} as const satisfies Record<Refund["state"], string>;
/** The states that a refund can be asked to end in; without, it is in progress and then succeeds. */
const asked = {
  PROCESSING: "processing",
  CLOSED: "closed",
  ABNORMAL: "abnormal",
  SUCCESS: "succeeded",
} as const;

export const createRefund: Prepare = (call) => {
  const request = read(Request, call.body);
  const { out_refund_no: no, amount } = request;
  return {
    operation: "refund",
    no,
    amount: amount.refund,
    about: "status",
    run(fault) {
      const payment = paymentOf(call, request);
      const before = findRefund(call, no);
      if (before !== undefined) return again(payment, before, amount.refund);
      refuseUnrefundable(call, payment, request);
      return first(call, payment, request, asked[fault as keyof typeof asked]);
    },
  };
};

function paymentOf(
  { house, account }: Call,
  { transaction_id, out_trade_no = "" }: Pick<Request, "transaction_id" | "out_trade_no">,
): Payment {
  const { payments } = house.books;
  const payment =
    transaction_id === undefined
      ? payments.find("wechat", account.merchant_id, out_trade_no)
      : payments.findByTransaction("wechat", account.merchant_id, transaction_id);
  if (payment === undefined) throw new Refused(404, "RESOURCE_NOT_EXISTS", "订单不存在");
  return payment;
}

/** A merchant's number of a refund is its only one, whatever the payment. */
function findRefund({ house, account }: Call, no: string): Refund | undefined {
  return house.books.refunds
    .named(no)
    .find((each) => each.channel === "wechat" && each.merchant_id === account.merchant_id);
}

/** The same number again refunds nothing more. */
function again(payment: Payment, before: Refund, amount: number): Node {
  if (before.payment_no !== payment.no || before.amount !== amount) {
    throw invalid("订单金额或退款金额与之前请求不一致，请核实后再试");
  }
  return told(payment, before);
}

function refuseUnrefundable({ account }: Call, payment: Payment, { amount }: Request): void {
  if (payment.state !== "paid") throw invalid("订单状态错误，只有支付成功的订单才能退款");
  if (amount.total !== payment.amount) throw invalid("订单金额与原订单金额不一致");
  if (payment.refunded === payment.amount) throw invalid("订单已全额退款");
  if (payment.refunded + amount.refund > payment.amount) {
    throw invalid("申请退款金额大于订单剩余可退金额");
  }
  if (amount.refund > account.balance) {
    throw new Refused(403, "NOT_ENOUGH", "基本账户余额不足，请充值后重新发起");
  }
}

function invalid(message: string): Refused {
  return new Refused(400, "INVALID_REQUEST", message);
}

function first(
  { house, notices }: Call,
  payment: Payment,
  { out_refund_no: no, reason, notify_url, amount }: Request,
  end: Refund["state"] | undefined,
): Node {
  const { refunds } = house.books;
  const refund = refunds.insert(payment, {
    no,
    refund_id: `503${dayDigits(house.now())}${String(randomInt(10 ** 14)).padStart(18, "0")}`,
    amount: amount.refund,
    state: "processing",
    reason: reason ?? null,
    notify_url: notify_url ?? null,
    details: {},
  });
  if (end === "processing") return told(payment, refund);
  const settled = refunds.setState(refund, end ?? "succeeded");
  notices.ofRefund(payment, settled);
  // WeChat Pay takes refunds first and makes them then: what it answers is seldom the end.
  return told(payment, end === undefined ? refund : settled);
}

export const queryRefund: Prepare = (call) => {
  const no = call.params.no ?? "";
  const refund = findRefund(call, no);
  return {
    operation: "queryRefund",
    no,
    ...(refund && { amount: refund.amount }),
    about: "status",
    run() {
      if (refund === undefined) throw new Refused(404, "RESOURCE_NOT_EXISTS", "退款单不存在");
      return told(paymentOf(call, { out_trade_no: refund.payment_no }), refund);
    },
  };
};

/** A refund as it is answered. */
function told(payment: Payment, refund: Refund): Node {
  const { amount, settled_at, created_at } = refund;
  return {
    refund_id: refund.refund_id,
    out_refund_no: refund.no,
    transaction_id: payment.transaction_id,
    out_trade_no: payment.no,
    channel: "ORIGINAL",
    user_received_account: "支付用户零钱",
    ...(refund.state === "succeeded" && { success_time: rfc3339(settled_at ?? created_at) }),
    create_time: rfc3339(created_at),
    status: states[refund.state],
    funds_account: "AVAILABLE",
    amount: {
      total: payment.amount,
      refund: amount,
      payer_total: payment.amount,
      payer_refund: amount,
      settlement_refund: amount,
      settlement_total: payment.amount,
      discount_refund: 0,
      currency: "CNY",
    },
  };
}

/** A refund as a notification tells of it. */
export function refundNotice(payment: Payment, refund: Refund): Node {
  const { settled_at, created_at } = refund;
  return {
    mchid: refund.merchant_id,
    out_trade_no: payment.no,
    transaction_id: payment.transaction_id,
    out_refund_no: refund.no,
    refund_id: refund.refund_id,
    refund_status: states[refund.state],
    ...(refund.state === "succeeded" && { success_time: rfc3339(settled_at ?? created_at) }),
    user_received_account: "支付用户零钱",
    amount: {
      total: payment.amount,
      refund: refund.amount,
      payer_total: payment.amount,
      payer_refund: refund.amount,
    },
  };
}
