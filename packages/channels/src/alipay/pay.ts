import type { PaymentOrder, PayOutcome } from "@purse/core";
import { z } from "zod";
import { yuanOf } from "../yuan.ts";
import { Text } from "./fields.ts";
import { inconsistent, type Session } from "./session.ts";
import { beijingTime } from "./time.ts";

const Precreated = z.object({ out_trade_no: Text, qr_code: Text });
const Created = z.object({ out_trade_no: Text, trade_no: Text });

/** Asks for a payment: a code to scan, a page to open, or a trade to pay inside Alipay's app. */
export async function pay(session: Session<"pay">, order: PaymentOrder): Promise<PayOutcome> {
  switch (order.method) {
    case "qr":
      return payByCode(session, order);
    case "h5":
      return payOnPage(session, order);
    case "jsapi":
      return payInApp(session, order);
  }
}

async function payByCode(session: Session<"pay">, order: PaymentOrder): Promise<PayOutcome> {
  const reply = await session.ask({
    method: "alipay.trade.precreate",
    content: tradeOf(order),
    parameters: { notify_url: session.notifyUrl },
    schema: Precreated,
  });
  if (!reply.ok) return reply.outcome;
  const { out_trade_no, qr_code } = reply.fields;
  if (out_trade_no !== order.no) return inconsistent("out_trade_no", out_trade_no);
  return { state: "waiting", action: { type: "qr_code", value: qr_code } };
}

/** The page is Alipay's answer to the payer's own browser: nothing is asked here. */
function payOnPage(session: Session<"pay">, order: PaymentOrder): PayOutcome {
  const content = { ...tradeOf(order), product_code: "QUICK_WAP_WAY" };
  const parameters = session.signed("alipay.trade.wap.pay", content, {
    notify_url: session.notifyUrl,
  });
  const value = `${session.gateway}?${new URLSearchParams(parameters)}`;
  return { state: "waiting", action: { type: "url", value } };
}

async function payInApp(session: Session<"pay">, order: PaymentOrder): Promise<PayOutcome> {
  const { payer_id } = order;
  if (payer_id === null) throw new Error(`${order.no} has no payer`);
  const buyer = isUserId(payer_id) ? { buyer_id: payer_id } : { buyer_open_id: payer_id };
  const reply = await session.ask({
    method: "alipay.trade.create",
    content: { ...tradeOf(order), ...buyer },
    parameters: { notify_url: session.notifyUrl },
    schema: Created,
  });
  if (!reply.ok) return reply.outcome;
  const { out_trade_no, trade_no } = reply.fields;
  if (out_trade_no !== order.no) return inconsistent("out_trade_no", out_trade_no);
  return {
    state: "waiting",
    action: { type: "jsapi", value: JSON.stringify({ tradeNO: trade_no }) },
  };
}

function tradeOf({ no, amount, subject, expires_at }: PaymentOrder) {
  return {
    out_trade_no: no,
    total_amount: yuanOf(amount),
    // Alipay takes no /, = or & in a subject.
    subject: subject.replaceAll(/[/=&]/g, " "),
    time_expire: beijingTime(expires_at),
  };
}

/** Alipay's ids of users have 16 digits and begin with 2088; open ids look otherwise. */
export function isUserId(text: string): boolean {
  return /^2088\d{12}$/.test(text);
}
