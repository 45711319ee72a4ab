import { type Machine, to } from "../machine.ts";
import type { WebhookDeliveryStatus } from "../stored.ts";

/** A delivery's life: `accept` is an answer 2xx, `redeliver` an operator's wish. */
// biome-ignore format: one state a row
export const webhookDeliveryMachine = {
  pending:   { accept: to("delivered"), give_up: to("given_up"), redeliver: "stay" },
  delivered: { accept: "stay",          give_up: "stay",         redeliver: to("pending") },
  given_up:  { accept: "stay",          give_up: "stay",         redeliver: to("pending") },
} as const satisfies Machine<WebhookDeliveryStatus, "accept" | "give_up" | "redeliver", never>;
