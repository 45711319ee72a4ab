import type { Channel, ChannelAccess, Notice, RawNotification } from "@purse/core";
import { z } from "zod";
import { callHttp } from "../http.ts";
import { publicKeyOf } from "../keys.ts";
import type { ChannelSettings } from "../settings.ts";
import { Text } from "./fields.ts";
import { gatewayOf, inconsistent, keysOf, open } from "./session.ts";
import { isSignedBy, signedText } from "./signature.ts";
import { standingOf, Trade } from "./trade.ts";

type Verdict = Awaited<ReturnType<Channel["verifyNotification"]>>;

const Notified = Trade.omit({ send_pay_date: true }).extend({
  notify_id: Text,
  app_id: Text,
  seller_id: Text,
  /** When a refund of the trade was made, of which this notification is. */
  gmt_refund: z.string().optional(),
});

/** What Alipay takes for "received". */
const acknowledgement = { content_type: "text/plain", body: "success" };

/** Believes a notification that Alipay signed, that is about this account, and that Alipay owns to. */
export async function verifyNotification(
  settings: ChannelSettings,
  access: ChannelAccess,
  { body }: RawNotification,
): Promise<Verdict> {
  const keys = keysOf(access);
  if ("fault" in keys) return open("channel_sign_error", keys.fault).outcome;
  const parameters = parametersOf(body);
  if (parameters === undefined || !isSigned(parameters, keys.account.alipay_public_key)) {
    return { state: "refused", key: "channel_sign_error" };
  }
  const parsed = Notified.safeParse(parameters);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join(".");
    return open("channel_parse_error", `${field}: missing or of a wrong type`).outcome;
  }
  const { app_id, seller_id, notify_id } = parsed.data;
  if (app_id !== keys.account.app_id) return inconsistent("app_id", app_id);
  if (seller_id !== keys.account.seller_id) return inconsistent("seller_id", seller_id);
  return (await refusalOf(settings, access, seller_id, notify_id)) ?? noticeOf(parsed.data);
}

/** The parameters of a form; undefined when one comes twice, for only one would be signed. */
function parametersOf(body: string): Readonly<Record<string, string>> | undefined {
  const entries = [...new URLSearchParams(body)];
  const parameters = new Map(entries);
  return parameters.size === entries.length ? Object.fromEntries(parameters) : undefined;
}

/** Always RSA2: a notification that calls itself anything else is not believed. */
function isSigned(parameters: Readonly<Record<string, string>>, publicKey: string): boolean {
  const { sign, sign_type, ...rest } = parameters;
  const key = publicKeyOf(publicKey);
  if (sign === undefined || key === undefined || sign_type !== "RSA2") return false;
  return isSignedBy(key, signedText(rest), sign);
}

/** Asks Alipay whether it sent the notification: a signed one may be old and sent again by others. */
async function refusalOf(
  settings: ChannelSettings,
  { mode }: ChannelAccess,
  partner: string,
  notify_id: string,
): Promise<Verdict | undefined> {
  const query = new URLSearchParams({ service: "notify_verify", partner, notify_id });
  const answer = await callHttp({
    method: "GET",
    url: `${verifierOf(settings.urlOf(mode))}?${query}`,
    timeLimitMs: settings.timeLimitMs,
  });
  if (!answer.ok) return open(answer.key, answer.detail).outcome;
  if (answer.status !== 200) return open("channel_request_error", `HTTP ${answer.status}`).outcome;
  switch (answer.text.trim()) {
    case "true":
      return undefined;
    case "false":
    case "invalid":
      return { state: "refused", key: "channel_notify_id_error" };
    default:
      return open("channel_parse_error", "notify_verify: neither true nor false").outcome;
  }
}

/** Alipay itself verifies notifications at another host than its OpenAPI's. */
export function verifierOf(base: string): string {
  const isAlipay = new URL(base).hostname === "openapi.alipay.com";
  return gatewayOf(isAlipay ? "https://mapi.alipay.com" : base);
}

function noticeOf({ notify_id, gmt_refund, ...trade }: z.output<typeof Notified>): Verdict {
  const { out_trade_no, total_amount, trans_currency = "CNY" } = trade;
  // All of it was refunded: that says nothing new of the payment, and a refund is asked about.
  const isRefunded = gmt_refund !== undefined && trade.trade_status === "TRADE_CLOSED";
  const outcome = isRefunded ? ({ state: "waiting" } as const) : standingOf(trade);
  const subject: Notice["subject"] = {
    kind: "payment",
    no: out_trade_no,
    amount: total_amount,
    currency: trans_currency,
    outcome,
  };
  return { state: "succeeded", notify_id, subject, acknowledgement };
}
