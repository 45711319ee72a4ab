import type { Event } from "@purse/contract";
import type { StoredEvent } from "../stored.ts";

/** An event as the API shows it. */
export function viewEvent(event: StoredEvent): Event {
  return {
    id: event.id,
    wallet_id: event.wallet_id,
    type: event.type,
    resource: event.resource,
    resource_id: event.resource_id,
    data: { ...event.data },
    request_id: event.request_id,
    created_at: event.created_at.toISOString(),
  };
}
