import { openChannel } from "../channels/access.ts";
import { secondsToNextLook } from "../channels/look-again.ts";
import type { ChannelScope } from "../ports.ts";
import {
  askAboutRedEnvelope,
  askForRedEnvelope,
  isOpen,
  settleRedEnvelope,
} from "./settle-red-envelope.ts";

type Errors =
  | "channel_not_configured"
  | "channel_unexpected_error"
  | "channel_parameters_consistency_error";

/** The worker's look at a red envelope until it is taken or back; what never got there is sent again. */
export async function resumeRedEnvelope(
  scope: ChannelScope<Errors>,
  id: string,
): Promise<number | undefined> {
  const begun = await scope.transaction(async (tx) => {
    const redEnvelope = await tx.redEnvelopes.find(id);
    if (redEnvelope === undefined || !isOpen(redEnvelope)) return undefined;
    return { redEnvelope, open: await openChannel(scope, tx, redEnvelope.channel) };
  });
  if (begun === undefined) return undefined;
  const { redEnvelope, open } = begun;
  const known = await askAboutRedEnvelope(open, redEnvelope);
  const isUnknownThere =
    redEnvelope.status === "pending" &&
    known.state === "refused" &&
    known.key === "resource_not_exist";
  const outcome = isUnknownThere ? await askForRedEnvelope(open, redEnvelope) : known;
  const settled = await settleRedEnvelope(scope, redEnvelope, outcome);
  return isOpen(settled) ? secondsToNextLook(redEnvelope.created_at, scope.now()) : undefined;
}
