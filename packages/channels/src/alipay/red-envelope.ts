import type {
  Numbered,
  RedEnvelopeOrder,
  RedEnvelopeOutcome,
  RedEnvelopeQueryOutcome,
} from "@purse/core";
import type { z } from "zod";
import {
  contentOf,
  FundOrder,
  failureOf,
  mismatchOf,
  questionAbout,
  transferMethod,
  unexpectedStatus,
} from "./fund.ts";
import type { Session } from "./session.ts";

const product = "STD_RED_PACKET";

/** A merchant's red envelope goes straight to the receiver's balance: nobody has to take it. */
export async function redEnvelope(
  session: Session<"redEnvelope">,
  order: RedEnvelopeOrder,
): Promise<RedEnvelopeOutcome> {
  const reply = await session.ask({
    method: transferMethod,
    content: {
      ...contentOf(product, order, order.to_account),
      order_title: order.greeting,
      business_params: JSON.stringify({ sub_biz_scene: "REDPACKET" }),
    },
    schema: FundOrder,
  });
  return reply.ok ? standingOf(reply.fields, order) : reply.outcome;
}

export async function queryRedEnvelope(
  session: Session<"queryRedEnvelope">,
  redEnvelope: Numbered,
): Promise<RedEnvelopeQueryOutcome> {
  const reply = await session.ask(questionAbout(product, redEnvelope.no));
  return reply.ok ? standingOf(reply.fields, redEnvelope) : reply.outcome;
}

function standingOf(found: z.output<typeof FundOrder>, redEnvelope: Numbered) {
  const mismatch = mismatchOf(found, redEnvelope);
  if (mismatch !== undefined) return mismatch;
  switch (found.status) {
    case "SUCCESS":
      return { state: "succeeded", fate: "received" } as const;
    case "REFUND":
      return { state: "succeeded", fate: { returned: redEnvelope.amount } } as const;
    case "DEALING":
      return { state: "waiting" } as const;
    case "FAIL":
    case "CLOSED":
      return failureOf(found);
    default:
      return unexpectedStatus(found);
  }
}
