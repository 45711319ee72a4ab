import type { Failures, Input, PurseApi, RedEnvelope } from "@purse/contract";
import { openChannel } from "../channels/access.ts";
import type { Scope } from "../ports.ts";
import { askAboutRedEnvelope, isOpen, settleRedEnvelope } from "./settle-red-envelope.ts";
import { viewRedEnvelope } from "./view-red-envelope.ts";

type Operation = PurseApi["redEnvelopes"]["get"];

/** Reads a red envelope; one that may still change is asked for at its channel first. */
export async function getRedEnvelope(
  scope: Scope<Failures<Operation>>,
  { id }: Input<Operation>,
): Promise<RedEnvelope> {
  const { redEnvelope, open } = await scope.transaction(async (tx) => {
    const redEnvelope = await tx.redEnvelopes.find(id);
    if (redEnvelope === undefined) {
      throw scope.fail("resource_not_exist", "id: no such red envelope");
    }
    if (!isOpen(redEnvelope)) return { redEnvelope };
    return { redEnvelope, open: await openChannel(scope, tx, redEnvelope.channel) };
  });
  if (open === undefined) return viewRedEnvelope(redEnvelope);
  const outcome = await askAboutRedEnvelope(open, redEnvelope);
  if (outcome.state === "unknown") throw scope.fail(outcome.key, outcome.detail);
  return viewRedEnvelope(await settleRedEnvelope(scope, redEnvelope, outcome));
}
