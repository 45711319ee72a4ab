import type { Numbered, TransferOrder, TransferOutcome, TransferQueryOutcome } from "@purse/core";
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

const product = "TRANS_ACCOUNT_NO_PWD";
/** What the receiver's bill is headed with when the sender says nothing. */
const title = "转账";

export async function transfer(
  session: Session<"transfer">,
  order: TransferOrder,
): Promise<TransferOutcome> {
  const { to_account, to_name, remark } = order;
  const content = contentOf(product, order, to_account);
  const payee_info = { ...content.payee_info, ...(to_name === null ? {} : { name: to_name }) };
  const reply = await session.ask({
    method: transferMethod,
    content: { ...content, payee_info, order_title: title, ...(remark === null ? {} : { remark }) },
    schema: FundOrder,
  });
  return reply.ok ? standingOf(reply.fields, order) : reply.outcome;
}

export async function queryTransfer(
  session: Session<"queryTransfer">,
  transfer: Numbered,
): Promise<TransferQueryOutcome> {
  const reply = await session.ask(questionAbout(product, transfer.no));
  return reply.ok ? standingOf(reply.fields, transfer) : reply.outcome;
}

function standingOf(found: z.output<typeof FundOrder>, transfer: Numbered) {
  const mismatch = mismatchOf(found, transfer);
  if (mismatch !== undefined) return mismatch;
  switch (found.status) {
    case "SUCCESS":
      return { state: "succeeded" } as const;
    case "DEALING":
      return { state: "waiting", action_url: null } as const;
    // REFUND: it came back from where it was sent.
    case "FAIL":
    case "REFUND":
    case "CLOSED":
      return failureOf(found);
    default:
      return unexpectedStatus(found);
  }
}
