import type { DeliveryFilter, OperatorScope, StoredDelivery } from "../ports.ts";

/** What was or will be sent, the newest first. */
export function listWebhookDeliveries(
  scope: OperatorScope<never>,
  filter: DeliveryFilter,
): Promise<readonly StoredDelivery[]> {
  return scope.transaction((tx) => tx.listDeliveries(filter));
}
