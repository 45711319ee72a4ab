import type { WebhookEndpoint, WebhookEndpointWithSecret } from "@purse/contract";
import type { ListedEndpoint } from "../operator-views.ts";
import type { StoredWebhookEndpoint } from "../stored.ts";

/** A webhook endpoint as the API shows it. */
export function viewWebhookEndpoint(endpoint: ListedEndpoint): WebhookEndpoint {
  return {
    id: endpoint.id,
    wallet_id: endpoint.wallet_id,
    url: endpoint.url,
    event_types: endpoint.event_types === null ? null : [...endpoint.event_types],
    description: endpoint.description,
    status: endpoint.status,
    disabled_reason: endpoint.disabled_reason,
    disabled_at: endpoint.disabled_at?.toISOString() ?? null,
    created_at: endpoint.created_at.toISOString(),
  };
}

/** The one time that its newest secret is shown. */
export function showSecret(endpoint: StoredWebhookEndpoint): WebhookEndpointWithSecret {
  const [newest] = endpoint.secrets;
  return { ...viewWebhookEndpoint(endpoint), secret: newest.secret };
}
