import type { PaymentOrder, PayOutcome } from "@purse/core";
import { z } from "zod";
import type { Session } from "./session.ts";
import { newNonce, secondsOf, signatureOf } from "./signature.ts";
import { timeOf } from "./time.ts";
import { query } from "./trade.ts";

/** WeChat Pay asks for the payer's address, which only its own fraud checks look at. */
const payerAddress = "127.0.0.1";
/** The most characters of a description. */
const descriptionMax = 127;

const text = z.string().min(1);

/** Asks for a payment: a code to scan, a page to open, or the call of WeChat's own browser. */
export async function pay(session: Session<"pay">, order: PaymentOrder): Promise<PayOutcome> {
  const outcome = await payBy(session, order);
  if (outcome.state !== "refused" || outcome.key !== "charge_order_no_used") return outcome;
  // The number is ours alone: an earlier try of this very payment may have been paid.
  const known = await query(session.as("query"), order.no);
  if (known.state === "succeeded") return known;
  if (known.state !== "unknown") return outcome;
  const detail = `the number is used, and asking of what ended with ${known.key}`;
  return { state: "unknown", key: "charge_unexpected_status", detail };
}

async function payBy(session: Session<"pay">, order: PaymentOrder): Promise<PayOutcome> {
  switch (order.method) {
    case "qr": {
      const reply = await ask(session, order, "native", z.object({ code_url: text }), {});
      if (!reply.ok) return reply.outcome;
      return { state: "waiting", action: { type: "qr_code", value: reply.fields.code_url } };
    }
    case "h5": {
      const scene_info = { payer_client_ip: payerAddress, h5_info: { type: "Wap" } };
      const reply = await ask(session, order, "h5", z.object({ h5_url: text }), { scene_info });
      if (!reply.ok) return reply.outcome;
      return { state: "waiting", action: { type: "url", value: reply.fields.h5_url } };
    }
    case "jsapi": {
      const payer = { openid: order.payer_id };
      const reply = await ask(session, order, "jsapi", z.object({ prepay_id: text }), { payer });
      if (!reply.ok) return reply.outcome;
      const value = JSON.stringify(callOf(session, reply.fields.prepay_id));
      return { state: "waiting", action: { type: "jsapi", value } };
    }
  }
}

function ask<Schema extends z.ZodType>(
  session: Session<"pay">,
  { no, amount, currency, subject, expires_at }: PaymentOrder,
  product: "native" | "h5" | "jsapi",
  schema: Schema,
  more: object,
) {
  const { app_id, mch_id } = session.keys.account;
  const body = {
    appid: app_id,
    mchid: mch_id,
    // Bills mark their fields by backticks.
    description: [...subject.replaceAll("`", "'")].slice(0, descriptionMax).join(""),
    out_trade_no: no,
    time_expire: timeOf(expires_at),
    notify_url: session.access.notify_url,
    amount: { total: amount, currency },
    ...more,
  };
  return session.ask({ method: "POST", path: `/v3/pay/transactions/${product}`, body, schema });
}

/** The parameters of `WeixinJSBridge.invoke("getBrandWCPayRequest", …)`, signed by the merchant. */
function callOf({ keys, settings }: Session<"pay">, prepayId: string): Record<string, string> {
  const { app_id } = keys.account;
  const [timeStamp, nonceStr] = [secondsOf(settings.now()), newNonce()];
  const packed = `prepay_id=${prepayId}`;
  const paySign = signatureOf([app_id, timeStamp, nonceStr, packed], keys.privateKey);
  return { appId: app_id, timeStamp, nonceStr, package: packed, signType: "RSA", paySign };
}
