import type { StoredLedgerCheck } from "../operator-views.ts";
import type { OperatorScope } from "../ports.ts";

/** What the last checks of the ledger came to, the workers' own and those that were asked for. */
export function listLedgerChecks(
  scope: OperatorScope<never>,
  { count }: { readonly count: number },
): Promise<readonly StoredLedgerCheck[]> {
  return scope.transaction((tx) => tx.ledgerChecks(count));
}
