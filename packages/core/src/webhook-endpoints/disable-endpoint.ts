import type { DisabledReason } from "@purse/contract";
import type { StoredWebhookEndpoint } from "../stored.ts";
import type { Tx } from "../tx.ts";
import { webhookEndpointMachine } from "./webhook-endpoint-machine.ts";

/** Ends all that goes to an endpoint whose row the transaction has locked. */
export async function disableEndpoint(
  tx: Tx,
  endpoint: StoredWebhookEndpoint,
  reason: DisabledReason,
): Promise<StoredWebhookEndpoint> {
  if (webhookEndpointMachine[endpoint.status].disable === "stay") return endpoint;
  await tx.webhookDeliveries.giveUpAll(endpoint.id);
  return tx.webhookEndpoints.disable(endpoint.id, reason);
}
