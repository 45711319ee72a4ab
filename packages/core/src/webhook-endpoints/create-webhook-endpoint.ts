import type {
  Failures,
  PurseApi,
  WebhookEndpointRequest,
  WebhookEndpointWithSecret,
} from "@purse/contract";
import { walletOfBody } from "../addressed-wallet.ts";
import type { Scope } from "../ports.ts";
import { showSecret } from "./view-webhook-endpoint.ts";

type Operation = PurseApi["webhookEndpoints"]["create"];

export async function createWebhookEndpoint(
  scope: Scope<Failures<Operation>>,
  { wallet_id, url, event_types, description }: WebhookEndpointRequest,
): Promise<WebhookEndpointWithSecret> {
  const id = scope.newId("whe");
  // Its name may have to be looked up: asked while no transaction is open.
  const refusal = await scope.webhooks.refusalOf(url, scope.caller.mode);
  if (refusal !== undefined) throw scope.fail("param_error", `url: ${refusal}`);
  const secrets = [{ secret: scope.webhooks.newSecret(), until: null }] as const;
  return scope.transaction(async (tx) => {
    const wallet = await walletOfBody(scope, tx, wallet_id, "wallet_id");
    if (wallet.type !== "merchant") {
      throw scope.fail("param_error", "wallet_id: expected a merchant wallet");
    }
    // Made already when an Idempotency-Key comes again behind a crash.
    const earlier = await tx.webhookEndpoints.find(id);
    const { mode } = scope.caller;
    const wanted = { event_types: event_types ?? null, description: description ?? null };
    const endpoint = { id, wallet_id, url, ...wanted, secrets };
    return showSecret(earlier ?? (await tx.webhookEndpoints.insert(endpoint, mode)));
  });
}
