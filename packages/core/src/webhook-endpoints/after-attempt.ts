import type { DisabledReason } from "@purse/contract";
import type { WebhookAnswer } from "../ports.ts";

/** When something is sent again that was not accepted, in seconds behind the first time. */
const schedule = [5, 60, 300, 1200, 3600, 7200, 14_400, 28_800, 57_600, 86_400];

/** What an attempt means for its delivery. */
export type Sequel =
  | { readonly event: "accept" }
  | { readonly event: "retry"; readonly afterSeconds: number }
  | { readonly event: "give_up"; readonly disables: DisabledReason };

/** Only 2xx is a success; 410 ends it at once, anything else after 24 hours. */
export function afterAttempt(answer: WebhookAnswer, tries: number): Sequel {
  if (answer.status !== null && answer.status >= 200 && answer.status < 300) {
    return { event: "accept" };
  }
  if (answer.status === 410) return { event: "give_up", disables: "gone" };
  const next = schedule[tries - 1];
  if (next === undefined) return { event: "give_up", disables: "gave_up" };
  return { event: "retry", afterSeconds: next - (schedule[tries - 2] ?? 0) };
}
