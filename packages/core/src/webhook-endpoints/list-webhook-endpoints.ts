import type { WebhookEndpointStatus } from "@purse/contract";
import { listOfWallet } from "../list-of-wallet.ts";
import type { StateRange } from "../page.ts";
import { viewWebhookEndpoint } from "./view-webhook-endpoint.ts";

export const listWebhookEndpoints = listOfWallet(
  (tx, wallet, range: StateRange<WebhookEndpointStatus>) => tx.webhookEndpoints.list(wallet, range),
  viewWebhookEndpoint,
);
