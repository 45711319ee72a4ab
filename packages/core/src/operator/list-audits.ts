import type { AuditPage, StoredAuditRecord } from "../operator-tx.ts";
import type { OperatorScope } from "../ports.ts";

/** What operators did, the latest first. */
export function listAudits(
  scope: OperatorScope<never>,
  page: AuditPage,
): Promise<readonly StoredAuditRecord[]> {
  return scope.transaction((tx) => tx.audits(page));
}
