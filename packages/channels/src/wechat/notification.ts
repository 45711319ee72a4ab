import { createDecipheriv } from "node:crypto";
import type { Channel, ChannelAccess, Notice, NoticeSubject, RawNotification } from "@purse/core";
import { z } from "zod";
import type { Open } from "../open.ts";
import type { ChannelSettings } from "../settings.ts";
import { told } from "../told.ts";
import { keysOf } from "./account.ts";
import { refundStandingOf } from "./refund.ts";
import { differenceOf, fieldsOf, open, parseJson } from "./reply.ts";
import { faultOfSignature } from "./signature.ts";
import { standingOf, Trade } from "./trade.ts";
import { Bill, transferStandingOf } from "./transfer.ts";

type Verified = Awaited<ReturnType<Channel["verifyNotification"]>>;

const text = z.string().min(1);

const Notification = z.object({
  id: text,
  event_type: text,
  resource: z.object({
    algorithm: z.literal("AEAD_AES_256_GCM"),
    ciphertext: text,
    nonce: text,
    associated_data: z.string().default(""),
  }),
});

const RefundNotice = z.object({
  mchid: text,
  out_refund_no: text,
  refund_status: text,
  amount: z.object({ refund: z.int().min(1) }),
});

/** WeChat Pay sends again until it is answered so. */
const acknowledgement = {
  content_type: "application/json",
  body: '{"code":"SUCCESS","message":"成功"}',
};

/** Believes a notification only behind WeChat Pay's signature, and opens what it encloses. */
export async function verifyNotification(
  settings: ChannelSettings,
  access: ChannelAccess,
  { headers, body }: RawNotification,
): Promise<Verified> {
  const keys = keysOf(access);
  if ("fault" in keys) return forged(keys.fault);
  const fault = faultOfSignature(headers, body, keys.platform, settings.now());
  if (fault !== undefined) return forged(fault);
  const notification = fieldsOf(Notification, parseJson(body));
  if (!notification.ok) return notification.outcome;
  const { id: notify_id, event_type, resource } = notification.fields;
  const opened = openedWith(keys.account.api_v3_key, resource);
  if (opened === undefined) {
    return open("channel_parse_error", "resource: api_v3_key does not open it").outcome;
  }
  const { mch_id, app_id } = keys.account;
  const found = subjectOf(event_type, parseJson(opened), { mch_id, mchid: mch_id, appid: app_id });
  if (!found.ok) return found.outcome;
  return { state: "succeeded", notify_id, subject: found.subject, acknowledgement };
}

function forged(detail: string): Verified {
  return { state: "refused", key: "channel_sign_error", detail };
}

const tagBytes = 16;

/** What was encrypted for the merchant, or undefined when its key does not open it. */
function openedWith(
  key: string,
  resource: z.output<typeof Notification>["resource"],
): string | undefined {
  const bytes = Buffer.from(resource.ciphertext, "base64");
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, resource.nonce, {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(resource.associated_data));
    decipher.setAuthTag(bytes.subarray(-tagBytes));
    const content = decipher.update(bytes.subarray(0, -tagBytes));
    return Buffer.concat([content, decipher.final()]).toString();
  } catch {
    return undefined;
  }
}

type Found =
  | { readonly ok: true; readonly subject: Notice["subject"] }
  | { readonly ok: false; readonly outcome: Open };

function subjectOf(eventType: string, content: unknown, ours: Record<string, string>): Found {
  if (eventType === "TRANSACTION.SUCCESS") return paymentOf(content, ours);
  if (/^REFUND\.(SUCCESS|ABNORMAL|CLOSED)$/.test(eventType)) return refundOf(content, ours);
  if (eventType === "MCHTRANSFER.BILL.FINISHED") return transferOf(content, ours);
  return open("channel_unexpected_error", `event_type: ${told(eventType)}`);
}

function paymentOf(content: unknown, ours: Record<string, string>): Found {
  const trade = fieldsOf(Trade, content);
  if (!trade.ok) return trade;
  const { out_trade_no: no, mchid, appid, amount } = trade.fields;
  const outcome = standingOf(trade.fields);
  if (
    amount === undefined ||
    (outcome.state === "unknown" && outcome.key === "channel_parse_error")
  ) {
    return open("channel_parse_error", "transaction_id, amount: missing of what is paid");
  }
  const subject = {
    kind: "payment",
    no,
    amount: amount.total,
    currency: amount.currency,
    outcome,
  } as const;
  return matched({ mchid, appid }, ours, subject);
}

function refundOf(content: unknown, ours: Record<string, string>): Found {
  const refund = fieldsOf(RefundNotice, content);
  if (!refund.ok) return refund;
  const { mchid, out_refund_no: no, refund_status, amount } = refund.fields;
  const outcome = refundStandingOf(refund_status);
  // It names no currency: WeChat Pay's refunds are in the one that it has.
  const subject = { kind: "refund", no, amount: amount.refund, currency: "CNY", outcome } as const;
  return matched({ mchid }, ours, subject);
}

function transferOf(content: unknown, ours: Record<string, string>): Found {
  const bill = fieldsOf(Bill, content);
  if (!bill.ok) return bill;
  const { mch_id, out_bill_no: no, transfer_amount: amount, state, fail_reason } = bill.fields;
  const outcome = transferStandingOf(state, fail_reason);
  return matched({ mch_id }, ours, { kind: "transfer", no, amount, currency: "CNY", outcome });
}

/** Of another merchant's or app's it is nothing to us. */
function matched(
  theirs: Readonly<Record<string, string>>,
  ours: Record<string, string>,
  subject: NoticeSubject,
): Found {
  const difference = differenceOf(theirs, ours);
  return difference === undefined ? { ok: true, subject } : { ok: false, outcome: difference };
}
