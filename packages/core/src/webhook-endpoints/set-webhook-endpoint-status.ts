import type { Input, PurseApi, WebhookEndpoint } from "@purse/contract";
import type { Scope } from "../ports.ts";
import { disableEndpoint } from "./disable-endpoint.ts";
import { viewWebhookEndpoint } from "./view-webhook-endpoint.ts";
import { webhookEndpointMachine } from "./webhook-endpoint-machine.ts";

type SetStatus = (
  scope: Scope<"resource_not_exist">,
  input: Input<PurseApi["webhookEndpoints"]["disable"]>,
) => Promise<WebhookEndpoint>;

function setStatus(event: "disable" | "enable"): SetStatus {
  return (scope, { id }) =>
    scope.transaction(async (tx) => {
      const found = await tx.webhookEndpoints.lock(id);
      if (found === undefined) {
        throw scope.fail("resource_not_exist", "id: no such webhook endpoint");
      }
      const step = webhookEndpointMachine[found.status][event];
      if (step === "stay") return viewWebhookEndpoint(found);
      if (step.next === "active") return viewWebhookEndpoint(await tx.webhookEndpoints.enable(id));
      return viewWebhookEndpoint(await disableEndpoint(tx, found, "requested"));
    });
}

export const disableWebhookEndpoint = setStatus("disable");
export const enableWebhookEndpoint = setStatus("enable");
