import type { Input, PurseApi, WebhookEndpointWithSecret } from "@purse/contract";
import type { Scope } from "../ports.ts";
import { showSecret } from "./view-webhook-endpoint.ts";
import { rotated } from "./webhook-secrets.ts";

export function rotateWebhookSecret(
  scope: Scope<"resource_not_exist">,
  { id }: Input<PurseApi["webhookEndpoints"]["rotateSecret"]>,
): Promise<WebhookEndpointWithSecret> {
  const secret = scope.webhooks.newSecret();
  return scope.conclude(async (tx) => {
    const endpoint = await tx.webhookEndpoints.lock(id);
    if (endpoint === undefined) {
      throw scope.fail("resource_not_exist", "id: no such webhook endpoint");
    }
    const secrets = rotated(endpoint.secrets, secret, scope.now());
    await tx.webhookEndpoints.setSecrets(id, secrets, scope.caller.mode);
    return showSecret({ ...endpoint, secrets });
  });
}
