import { openChannel } from "../channels/access.ts";
import { secondsToNextLook } from "../channels/look-again.ts";
import type { ChannelScope } from "../ports.ts";
import type { StoredRefund } from "../stored.ts";
import { askAboutRefund, askForRefund, isOpen } from "./ask-refund.ts";
import { type SettleScope, settleRefund } from "./settle-refund.ts";

/** The worker's look at a refund whose outcome is open; what never got to the channel is sent again. */
export async function resumeRefund(
  scope: SettleScope & ChannelScope<"channel_not_configured">,
  id: string,
): Promise<number | undefined> {
  const begun = await scope.transaction(async (tx) => {
    const refund = await tx.refunds.find(id);
    if (refund === undefined || !isOpen(refund) || refund.channel === "balance") return undefined;
    const charge = await tx.charges.find(refund.charge_id);
    if (charge === undefined) throw new Error(`${refund.id} has no charge`);
    return { refund, charge, open: await openChannel(scope, tx, refund.channel) };
  });
  if (begun === undefined) return undefined;
  const { refund, charge, open } = begun;
  const known = await askAboutRefund(open, refund);
  const isUnknownThere = known.state === "refused" && known.key === "refund_not_found";
  const outcome = isUnknownThere ? await askForRefund(open, charge, refund) : known;
  const settled: StoredRefund = await settleRefund(scope, refund, outcome);
  return isOpen(settled) ? secondsToNextLook(refund.created_at, scope.now()) : undefined;
}
