import { viewEvent } from "./events/view-event.ts";
import type { DueDelivery, Ports, WebhookAnswer } from "./ports.ts";
import { recordAttempt } from "./webhook-endpoints/record-attempt.ts";
import { signingSecrets } from "./webhook-endpoints/webhook-secrets.ts";

/** Sends an event to an endpoint once, while no transaction is open, and keeps what came of it. */
export async function deliver(
  { storage, webhooks, now }: Pick<Ports, "storage" | "webhooks" | "now">,
  delivery: DueDelivery,
): Promise<WebhookAnswer> {
  const { url, mode, secrets, event, merchant_id } = delivery;
  const answer = await webhooks.send({
    url,
    mode,
    // The same however often it is sent, so that its receiver can tell.
    id: event.id,
    body: JSON.stringify(viewEvent(event)),
    secrets: signingSecrets(secrets, now()),
    request_id: event.request_id,
  });
  await storage.transaction(merchant_id, (tx) => recordAttempt(tx, delivery, answer));
  return answer;
}
