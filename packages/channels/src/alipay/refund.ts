import type { RefundOrder, RefundOutcome, RefundQueryOutcome } from "@purse/core";
import { z } from "zod";
import { yuanOf } from "../yuan.ts";
import { Text, Yuan } from "./fields.ts";
import { inconsistent, type Session } from "./session.ts";

type AskedRefund = Pick<RefundOrder, "no" | "payment_no" | "amount">;

const Refunded = z.object({
  out_trade_no: Text,
  /** Whether money moved in answer to this very call. */
  fund_change: z.enum(["Y", "N"]).optional(),
  /** All that was refunded of the trade so far. */
  refund_fee: Yuan,
});

const FoundRefund = z.object({
  out_trade_no: Text.optional(),
  out_request_no: Text.optional(),
  refund_amount: Yuan.optional(),
  refund_status: z.string().optional(),
});

/** The same out_request_no returns money once: Alipay answers a repeated call without moving any. */
export async function refund(
  session: Session<"refund">,
  order: RefundOrder,
): Promise<RefundOutcome> {
  const { no, payment_no, payment_amount, amount, reason } = order;
  const reply = await session.ask({
    method: "alipay.trade.refund",
    content: {
      out_trade_no: payment_no,
      out_request_no: no,
      refund_amount: yuanOf(amount),
      ...(reason === null ? {} : { refund_reason: reason }),
    },
    schema: Refunded,
  });
  if (!reply.ok) return reply.row?.waits ? { state: "waiting" } : reply.outcome;
  const { out_trade_no, fund_change, refund_fee } = reply.fields;
  if (out_trade_no !== payment_no) return inconsistent("out_trade_no", out_trade_no);
  if (refund_fee > payment_amount) return inconsistent("refund_fee", yuanOf(refund_fee));
  // Without a change it may be done already or not yet; only the query tells.
  if (fund_change !== "Y") return standingAfter(session, order);
  return refund_fee < amount
    ? inconsistent("refund_fee", yuanOf(refund_fee))
    : { state: "succeeded" };
}

async function standingAfter(
  session: Session<"refund">,
  order: RefundOrder,
): Promise<RefundOutcome> {
  const reply = await session.ask({ ...questionAbout(order), schema: FoundRefund });
  if (!reply.ok) return { state: "unknown", key: "refund_pending" };
  const standing = standingOf(reply.fields, order);
  const isUnknownThere = standing.state === "refused" && standing.key === "refund_not_found";
  return isUnknownThere ? { state: "unknown", key: "refund_pending" } : standing;
}

export async function queryRefund(
  session: Session<"queryRefund">,
  refund: AskedRefund,
): Promise<RefundQueryOutcome> {
  const reply = await session.ask({ ...questionAbout(refund), schema: FoundRefund });
  return reply.ok ? standingOf(reply.fields, refund) : reply.outcome;
}

function questionAbout({ no, payment_no }: AskedRefund) {
  const method = "alipay.trade.fastpay.refund.query";
  return { method, content: { out_trade_no: payment_no, out_request_no: no } };
}

/** Without a status Alipay has not received the refund, or it failed. */
function standingOf(found: z.output<typeof FoundRefund>, { no, payment_no, amount }: AskedRefund) {
  const { out_trade_no, out_request_no, refund_amount, refund_status } = found;
  if (refund_status === undefined) return { state: "refused", key: "refund_not_found" } as const;
  if (out_trade_no !== payment_no) return inconsistent("out_trade_no", out_trade_no ?? "none");
  if (out_request_no !== no) return inconsistent("out_request_no", out_request_no ?? "none");
  if (refund_amount !== amount) {
    return inconsistent(
      "refund_amount",
      refund_amount === undefined ? "none" : yuanOf(refund_amount),
    );
  }
  switch (refund_status) {
    case "REFUND_SUCCESS":
      return { state: "succeeded" } as const;
    case "REFUND_PROCESSING":
      return { state: "unknown", key: "refund_pending" } as const;
    case "REFUND_FAIL":
      return { state: "refused", key: "refund_failed" } as const;
    default: {
      const detail = `refund_status: ${refund_status.slice(0, 32)}`;
      return { state: "unknown", key: "refund_unexpected_status", detail } as const;
    }
  }
}
