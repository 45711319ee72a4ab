import type { Event, Input, PurseApi } from "@purse/contract";
import type { Scope } from "../ports.ts";
import { viewEvent } from "./view-event.ts";

export async function getEvent(
  scope: Scope<"resource_not_exist">,
  { id }: Input<PurseApi["events"]["get"]>,
): Promise<Event> {
  const event = await scope.transaction((tx) => tx.events.find(id));
  if (event === undefined) throw scope.fail("resource_not_exist", "id: no such event");
  return viewEvent(event);
}
