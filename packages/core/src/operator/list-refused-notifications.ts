import type { OperatorScope } from "../ports.ts";
import type { RefusedNotification } from "../tx.ts";

/** What channels told and we could not book, such as a payment behind the end of its charge. */
export async function listRefusedNotifications(
  scope: OperatorScope<never>,
): Promise<readonly RefusedNotification[]> {
  return scope.transaction((tx) => tx.refusedNotifications(100));
}
