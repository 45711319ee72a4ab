import type { RefundOrder, RefundOutcome, RefundQueryOutcome } from "@purse/core";
import { z } from "zod";
import { told } from "../told.ts";
import { differenceOf } from "./reply.ts";
import type { Session } from "./session.ts";

/** The most characters of a reason. */
const reasonMax = 80;

const text = z.string().min(1);

const Refund = z.object({
  out_trade_no: text,
  out_refund_no: text,
  status: text,
  amount: z.object({ total: z.int(), refund: z.int(), currency: text }),
});

export async function refund(
  session: Session<"refund">,
  order: RefundOrder,
): Promise<RefundOutcome> {
  const { no, payment_no, payment_amount, amount, currency, reason } = order;
  const reply = await session.ask({
    method: "POST",
    path: "/v3/refund/domestic/refunds",
    body: {
      out_trade_no: payment_no,
      out_refund_no: no,
      notify_url: session.access.notify_url,
      amount: { refund: amount, total: payment_amount, currency },
      ...(reason === null ? {} : { reason: [...reason].slice(0, reasonMax).join("") }),
    },
    schema: Refund,
  });
  if (!reply.ok) return reply.outcome;
  const ours = { ...oursOf(order), total: payment_amount };
  return differenceOf(theirsOf(reply.fields), ours) ?? refundStandingOf(reply.fields.status);
}

export async function queryRefund(
  session: Session<"queryRefund">,
  order: Pick<RefundOrder, "no" | "payment_no" | "amount" | "currency">,
): Promise<RefundQueryOutcome> {
  const path = `/v3/refund/domestic/refunds/${order.no}`;
  const reply = await session.ask({ method: "GET", path, schema: Refund });
  if (!reply.ok) return reply.outcome;
  return (
    differenceOf(theirsOf(reply.fields), oursOf(order)) ?? refundStandingOf(reply.fields.status)
  );
}

function oursOf(order: Pick<RefundOrder, "no" | "payment_no" | "amount" | "currency">) {
  const { no, payment_no, amount, currency } = order;
  return { out_refund_no: no, out_trade_no: payment_no, refund: amount, currency };
}

function theirsOf({ out_refund_no, out_trade_no, amount }: z.output<typeof Refund>) {
  return { out_refund_no, out_trade_no, ...amount };
}

/** How a refund stands, by its status in answers and notifications. */
export function refundStandingOf(status: string) {
  switch (status) {
    case "SUCCESS":
      return { state: "succeeded" } as const;
    case "PROCESSING":
      return { state: "unknown", key: "refund_pending" } as const;
    case "CLOSED":
      return { state: "refused", key: "refund_failed" } as const;
    case "ABNORMAL":
      return { state: "refused", key: "refund_manual_intervention" } as const;
    default: {
      const detail = `status: ${told(status)}`;
      return { state: "unknown", key: "refund_unexpected_status", detail } as const;
    }
  }
}
