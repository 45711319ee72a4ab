import type { CloseOutcome, PaymentOutcome } from "@purse/core";
import { z } from "zod";
import { Text, Yuan } from "./fields.ts";
import { inconsistent, type Session } from "./session.ts";

/** What an answer and a notification say of a trade. */
export const Trade = z.object({
  trade_no: Text,
  out_trade_no: Text,
  trade_status: Text,
  total_amount: Yuan,
  trans_currency: z.string().optional(),
  /** When the seller got the money. */
  send_pay_date: z.string().optional(),
});

export async function query(session: Session<"query">, no: string): Promise<PaymentOutcome> {
  const reply = await session.ask({
    method: "alipay.trade.query",
    content: { out_trade_no: no },
    schema: Trade,
  });
  if (!reply.ok) return reply.outcome;
  const { out_trade_no } = reply.fields;
  return out_trade_no === no
    ? standingOf(reply.fields)
    : inconsistent("out_trade_no", out_trade_no);
}

/** How a payment stands that Alipay has such a trade of. */
export function standingOf(trade: z.output<typeof Trade>) {
  switch (trade.trade_status) {
    case "WAIT_BUYER_PAY":
      return { state: "waiting" } as const;
    case "TRADE_SUCCESS":
    case "TRADE_FINISHED":
      return { state: "succeeded", ...paidFactsOf(trade) } as const;
    case "TRADE_CLOSED":
      // Closed after it was paid: all of it went back. Not a payment that was never made.
      if (trade.send_pay_date === undefined)
        return { state: "refused", key: "charge_closed" } as const;
      return unexpected("TRADE_CLOSED after it was paid");
    default:
      return unexpected(trade.trade_status);
  }
}

function unexpected(status: string) {
  const detail = `trade_status: ${status.slice(0, 32)}`;
  return { state: "unknown", key: "charge_unexpected_status", detail } as const;
}

function paidFactsOf({ trade_no, total_amount, trans_currency }: z.output<typeof Trade>) {
  return { transaction_id: trade_no, amount: total_amount, currency: trans_currency ?? "CNY" };
}

export async function close(session: Session<"close">, no: string): Promise<CloseOutcome> {
  const reply = await session.ask({
    method: "alipay.trade.close",
    content: { out_trade_no: no },
    schema: z.object({ out_trade_no: Text }),
  });
  if (!reply.ok) return reply.outcome;
  const { out_trade_no } = reply.fields;
  return out_trade_no === no ? { state: "succeeded" } : inconsistent("out_trade_no", out_trade_no);
}
