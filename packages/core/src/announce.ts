import type { EventResource } from "@purse/contract";
import type { SharedTx } from "./tx.ts";

/**
 * Writes the event of a new state, with the change itself. It comes last in a transaction, behind
 * the accounts: that is the order of all locks.
 */
export function announce(
  tx: Pick<SharedTx, "events">,
  resource: EventResource,
  { id, wallet_id, status }: Readonly<Record<"id" | "wallet_id" | "status", string>>,
  data: object,
): Promise<void> {
  const type = `${resource}.${status}`;
  return tx.events.insert({ wallet_id, type, resource, resource_id: id, data });
}
