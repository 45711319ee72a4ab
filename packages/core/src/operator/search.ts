import { idOfChannelNo } from "../channels/channel-no.ts";
import type { Found } from "../operator-views.ts";
import type { OperatorScope } from "../ports.ts";
import { movementPrefixes } from "./movement.ts";

/** Finds whatever has the text for its id, number, name, channel's number or request id. */
export function search(
  scope: OperatorScope<never>,
  { text }: { readonly text: string },
): Promise<readonly Found[]> {
  // Under a number of 25 digits and letters a channel knows a movement of one of these kinds.
  const ofChannel = movementPrefixes.flatMap((prefix) => idOfChannelNo(prefix, text) ?? []);
  return scope.transaction((tx) => tx.search(text, [text, ...ofChannel]));
}
