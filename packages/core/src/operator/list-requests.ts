import type { RequestFilter, StoredRequest } from "../operator-tx.ts";
import type { OperatorScope } from "../ports.ts";

/** Requests as they were answered; the last second's may not be there yet. */
export function listRequests(
  scope: OperatorScope<never>,
  filter: RequestFilter,
): Promise<readonly StoredRequest[]> {
  return scope.transaction((tx) => tx.listRequests(filter));
}
