import type { Input, PurseApi, WebhookEndpoint } from "@purse/contract";
import type { Scope } from "../ports.ts";
import { viewWebhookEndpoint } from "./view-webhook-endpoint.ts";

export async function getWebhookEndpoint(
  scope: Scope<"resource_not_exist">,
  { id }: Input<PurseApi["webhookEndpoints"]["get"]>,
): Promise<WebhookEndpoint> {
  const endpoint = await scope.transaction((tx) => tx.webhookEndpoints.find(id));
  if (endpoint === undefined) {
    throw scope.fail("resource_not_exist", "id: no such webhook endpoint");
  }
  return viewWebhookEndpoint(endpoint);
}
