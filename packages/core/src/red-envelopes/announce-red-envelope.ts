import type { Tx } from "../ports.ts";
import type { StoredRedEnvelope } from "../stored.ts";
import { viewRedEnvelope } from "./view-red-envelope.ts";

export async function announceRedEnvelope(tx: Tx, redEnvelope: StoredRedEnvelope): Promise<void> {
  await tx.events.insert({
    wallet_id: redEnvelope.wallet_id,
    type: `red_envelope.${redEnvelope.status}`,
    resource: "red_envelope",
    resource_id: redEnvelope.id,
    data: viewRedEnvelope(redEnvelope),
  });
}
