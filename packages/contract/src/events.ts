import { z } from "zod";
import { Id, id, Time } from "./fields.ts";
import type { Operation } from "./operation.ts";
import { walletList } from "./wallet-list.ts";

/** What events tell of. */
export const EventResource = z
  .enum(["charge", "recharge", "refund", "transfer", "red_envelope", "withdrawal"])
  .meta({ id: "EventResource" });
export type EventResource = z.infer<typeof EventResource>;

/** A change of something's state, kept with the change itself. */
export const Event = z
  .strictObject({
    id: Id.meta({ examples: ["evt_019abf6c2d5f7d3c8a41f0e2b7c96d58"] }),
    wallet_id: Id,
    type: z
      .string()
      .describe("The resource and its new status")
      .meta({ examples: ["charge.paid"] }),
    resource: EventResource,
    resource_id: Id,
    data: z.looseObject({}).describe("The resource as the API showed it then"),
    request_id: z
      .string()
      .nullable()
      .describe(
        "X-Request-Id of the request, or the notification, that brought it about; null if none did",
      ),
    created_at: Time,
  })
  .meta({ id: "Event" });
export type Event = z.infer<typeof Event>;

export const events = {
  get: {
    method: "GET",
    path: "/v1/events/{id}",
    summary: "Read an event",
    params: z.strictObject({ id: id("evt", "an event") }),
    output: Event,
    errors: ["resource_not_exist"],
  },
  list: walletList("/v1/events/list/{wallet_id}", Event, {
    id: "EventPage",
    summary: "List what happened to a wallet's charges, refunds and so on, in its order",
  }),
} as const satisfies Record<string, Operation>;
