import { openChannel } from "../channels/access.ts";
import { secondsToNextLook } from "../channels/look-again.ts";
import type { ChannelScope } from "../ports.ts";
import { askAboutTransfer, askForTransfer, isOpen, settleTransfer } from "./settle-transfer.ts";

/** The worker's look at a transfer whose outcome is open; what never got to the channel is sent again. */
export async function resumeTransfer(
  scope: ChannelScope<"channel_not_configured" | "channel_unexpected_error">,
  id: string,
): Promise<number | undefined> {
  const begun = await scope.transaction(async (tx) => {
    const transfer = await tx.transfers.find(id);
    if (transfer === undefined || !isOpen(transfer)) return undefined;
    if (transfer.channel === "balance") return undefined;
    return { transfer, open: await openChannel(scope, tx, transfer.channel) };
  });
  if (begun === undefined) return undefined;
  const { transfer, open } = begun;
  const known = await askAboutTransfer(open, transfer);
  const isUnknownThere = known.state === "refused" && known.key === "resource_not_exist";
  const outcome = isUnknownThere ? await askForTransfer(open, transfer) : known;
  const settled = await settleTransfer(scope, transfer, outcome);
  return isOpen(settled) ? secondsToNextLook(transfer.created_at, scope.now()) : undefined;
}
