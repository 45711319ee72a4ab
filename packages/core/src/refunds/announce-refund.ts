import type { Tx } from "../ports.ts";
import type { StoredRefund } from "../stored.ts";
import { viewRefund } from "./view-refund.ts";

export async function announceRefund(tx: Tx, refund: StoredRefund): Promise<void> {
  await tx.events.insert({
    wallet_id: refund.wallet_id,
    type: `refund.${refund.status}`,
    resource: "refund",
    resource_id: refund.id,
    data: viewRefund(refund),
  });
}
