import type { WebhookEndpoint } from "@purse/contract";
import type { OperatorTx } from "../operator-tx.ts";
import type { BrowsePage, ListedEndpoint, Owned } from "../operator-views.ts";
import type { OperatorScope } from "../ports.ts";
import { viewWebhookEndpoint } from "../webhook-endpoints/view-webhook-endpoint.ts";
import { type OfMerchant, withMerchants } from "./of-merchant.ts";

/** Webhook endpoints of all merchants, the newest first. */
export function browseEndpoints(
  scope: OperatorScope<never>,
  page: BrowsePage,
): Promise<readonly OfMerchant<WebhookEndpoint>[]> {
  return scope.transaction(async (tx) => withTheirs(tx, await tx.browse.endpoints(page)));
}

/** One webhook endpoint. */
export function lookAtEndpoint(
  scope: OperatorScope<"resource_not_exist">,
  { id }: { readonly id: string },
): Promise<OfMerchant<WebhookEndpoint>> {
  return scope.transaction(async (tx) => {
    const [endpoint] = await withTheirs(tx, await tx.browse.endpoints({ id, count: 1 }));
    if (endpoint === undefined) {
      throw scope.fail("resource_not_exist", "id: no such webhook endpoint");
    }
    return endpoint;
  });
}

function withTheirs(
  tx: OperatorTx,
  endpoints: readonly Owned<ListedEndpoint>[],
): Promise<readonly OfMerchant<WebhookEndpoint>[]> {
  const views = endpoints.map((endpoint) => ({
    merchant_id: endpoint.merchant_id,
    view: viewWebhookEndpoint(endpoint),
  }));
  return withMerchants(tx, views);
}
