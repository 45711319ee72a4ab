import type { DeliveryFilter, StoredDelivery } from "../operator-tx.ts";
import type { OperatorScope } from "../ports.ts";

/** What was or will be sent, the newest first. */
export function listWebhookDeliveries(
  scope: OperatorScope<never>,
  filter: DeliveryFilter,
): Promise<readonly StoredDelivery[]> {
  return scope.transaction((tx) => tx.listDeliveries(filter));
}
