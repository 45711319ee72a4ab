import type { Tx } from "../ports.ts";
import type { StoredWithdrawal } from "../stored.ts";
import { viewWithdrawal } from "./view-withdrawal.ts";

export async function announceWithdrawal(tx: Tx, withdrawal: StoredWithdrawal): Promise<void> {
  await tx.events.insert({
    wallet_id: withdrawal.wallet_id,
    type: `withdrawal.${withdrawal.status}`,
    resource: "withdrawal",
    resource_id: withdrawal.id,
    data: viewWithdrawal(withdrawal),
  });
}
