import type { OperatorScope } from "../ports.ts";
import type { WebhookDeliveryStatus } from "../stored.ts";

export interface Redelivery {
  readonly endpoint_id: string;
  readonly event_id: string;
}

/**
 * Has an event sent to an endpoint anew, whatever came of it before; also one that happened while
 * the endpoint was disabled or not there yet.
 */
export function redeliverWebhook(
  scope: OperatorScope<"resource_not_exist" | "param_error">,
  { endpoint_id, event_id }: Redelivery,
): Promise<{ readonly id: string; readonly status: WebhookDeliveryStatus }> {
  return scope.transaction(async (tx) => {
    const merchantId = await tx.merchantOfWebhookEndpoint(endpoint_id);
    if (merchantId === undefined) {
      throw scope.fail("resource_not_exist", "endpoint_id: no such webhook endpoint");
    }
    const { webhookEndpoints, webhookDeliveries, events } = tx.forMerchant(merchantId);
    const endpoint = await webhookEndpoints.lock(endpoint_id);
    if (endpoint?.status !== "active") {
      throw scope.fail("param_error", "endpoint_id: the webhook endpoint is disabled");
    }
    const event = await events.find(event_id);
    if (event === undefined) {
      throw scope.fail("resource_not_exist", "event_id: its merchant has no such event");
    }
    const id = await webhookDeliveries.sendAnew(endpoint_id, event);
    const detail = { endpoint_id, event_id };
    await tx.audit({ actor: scope.actor, action: "webhook.redeliver", subject: id, detail });
    return { id, status: "pending" };
  });
}
