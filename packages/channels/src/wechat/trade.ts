import type { CloseOutcome, PaymentOutcome } from "@purse/core";
import { z } from "zod";
import { told } from "../told.ts";
import { differenceOf } from "./reply.ts";
import type { Session } from "./session.ts";

const text = z.string().min(1);

/** What an answer and a notification say of a payment. */
export const Trade = z.object({
  appid: text,
  mchid: text,
  out_trade_no: text,
  trade_state: text,
  transaction_id: text.optional(),
  amount: z.object({ total: z.int().min(1), currency: text.default("CNY") }).optional(),
});
type Trade = z.output<typeof Trade>;

export async function query(session: Session<"query">, no: string): Promise<PaymentOutcome> {
  const { app_id, mch_id } = session.keys.account;
  const reply = await session.ask({
    method: "GET",
    path: `/v3/pay/transactions/out-trade-no/${no}?mchid=${mch_id}`,
    schema: Trade,
  });
  if (!reply.ok) return reply.outcome;
  const { appid, mchid, out_trade_no } = reply.fields;
  const ours = { appid: app_id, mchid: mch_id, out_trade_no: no };
  return differenceOf({ appid, mchid, out_trade_no }, ours) ?? standingOf(reply.fields);
}

/** How a payment stands that WeChat Pay says so of. */
export function standingOf({ trade_state, transaction_id, amount }: Trade) {
  switch (trade_state) {
    case "SUCCESS":
    // Paid, and some of it has gone back since.
    case "REFUND":
      if (transaction_id === undefined || amount === undefined) return incomplete;
      return {
        state: "succeeded",
        transaction_id,
        amount: amount.total,
        currency: amount.currency,
      } as const;
    case "NOTPAY":
    case "USERPAYING":
    case "ACCEPT":
      return { state: "waiting" } as const;
    case "CLOSED":
    case "REVOKED":
      return { state: "refused", key: "charge_closed" } as const;
    default: {
      const detail = `trade_state: ${told(trade_state)}`;
      return { state: "unknown", key: "charge_unexpected_status", detail } as const;
    }
  }
}

const incomplete = {
  state: "unknown",
  key: "channel_parse_error",
  detail: "transaction_id, amount: missing of what is paid",
} as const;

export async function close(session: Session<"close">, no: string): Promise<CloseOutcome> {
  const reply = await session.ask({
    method: "POST",
    path: `/v3/pay/transactions/out-trade-no/${no}/close`,
    body: { mchid: session.keys.account.mch_id },
    schema: z.undefined(),
  });
  return reply.ok ? { state: "succeeded" } : reply.outcome;
}
