import type { DueDelivery, WebhookAnswer } from "../ports.ts";
import type { Tx } from "../tx.ts";
import { afterAttempt } from "./after-attempt.ts";
import { disableEndpoint } from "./disable-endpoint.ts";
import { webhookDeliveryMachine } from "./webhook-delivery-machine.ts";

/** Writes an attempt down, and does what it means for the delivery and its endpoint. */
export async function recordAttempt(
  tx: Tx,
  { id, tries, endpoint_id }: DueDelivery,
  answer: WebhookAnswer,
): Promise<void> {
  const sequel = afterAttempt(answer, tries);
  // Locked first, as by whoever disables it by hand.
  const endpoint =
    sequel.event === "give_up" ? await tx.webhookEndpoints.lock(endpoint_id) : undefined;
  // Another worker may have taken it over by now: then that one's attempt counts.
  if (!(await tx.webhookDeliveries.record(id, tries, answer))) return;
  if (sequel.event === "retry") return tx.webhookDeliveries.retry(id, sequel.afterSeconds);
  await tx.webhookDeliveries.end(id, webhookDeliveryMachine.pending[sequel.event].next);
  if (sequel.event === "give_up" && endpoint !== undefined) {
    await disableEndpoint(tx, endpoint, sequel.disables);
  }
}
