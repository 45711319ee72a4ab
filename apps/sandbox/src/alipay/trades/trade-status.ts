import type { Payment } from "../../books/payments.ts";
import { yuanOf } from "../yuan.ts";

type Texts = Readonly<Record<string, string>>;

/** The state in Alipay's words. */
export function tradeStatus(payment: Payment): string {
  if (payment.state === "open") return "WAIT_BUYER_PAY";
  if (payment.state === "closed" || payment.refunded === payment.amount) return "TRADE_CLOSED";
  return payment.details.finished === "yes" ? "TRADE_FINISHED" : "TRADE_SUCCESS";
}

/** Who paid, as answers tell it. */
export function buyerOf({ payer }: Payment): Texts {
  return payer === null ? {} : { buyer_logon_id: "pay***@sandbox.test", buyer_user_id: payer };
}

/** What was paid, as answers tell it. */
export function amountsOf({ amount, paid_at }: Payment): Texts {
  const paid = yuanOf(paid_at === null ? 0 : amount);
  return {
    total_amount: yuanOf(amount),
    receipt_amount: paid,
    buyer_pay_amount: paid,
    point_amount: "0.00",
    invoice_amount: paid,
  };
}
