import type { Failures, Input, PurseApi, Refund } from "@purse/contract";
import { openChannel } from "../channels/access.ts";
import type { Scope } from "../ports.ts";
import { askAboutRefund, isOpen } from "./ask-refund.ts";
import { settleRefund } from "./settle-refund.ts";
import { viewRefund } from "./view-refund.ts";

type Operation = PurseApi["refunds"]["get"];

/** Reads a refund; one whose outcome is open is asked for at its channel first. */
export async function getRefund(
  scope: Scope<Failures<Operation>>,
  { id }: Input<Operation>,
): Promise<Refund> {
  const { refund, open } = await scope.transaction(async (tx) => {
    const refund = await tx.refunds.find(id);
    if (refund === undefined) throw scope.fail("refund_not_found", "id: no such refund");
    if (!isOpen(refund) || refund.channel === "balance") return { refund };
    return { refund, open: await openChannel(scope, tx, refund.channel) };
  });
  if (open === undefined) return viewRefund(refund);
  const outcome = await askAboutRefund(open, refund);
  if (outcome.state === "unknown" && outcome.key !== "refund_pending") {
    throw scope.fail(outcome.key, outcome.detail);
  }
  if (outcome.state === "refused" && outcome.key === "refund_not_found") {
    throw scope.fail("refund_not_found", "the channel does not have it yet");
  }
  return viewRefund(await settleRefund(scope, refund, outcome));
}
