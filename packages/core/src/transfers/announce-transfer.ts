import type { Tx } from "../ports.ts";
import type { StoredTransfer } from "../stored.ts";
import { viewTransfer } from "./view-transfer.ts";

export async function announceTransfer(tx: Tx, transfer: StoredTransfer): Promise<void> {
  await tx.events.insert({
    wallet_id: transfer.wallet_id,
    type: `transfer.${transfer.status}`,
    resource: "transfer",
    resource_id: transfer.id,
    data: viewTransfer(transfer),
  });
}
