import type { OperatorScope } from "../ports.ts";
import type { AuditPage, StoredAuditRecord } from "../tx.ts";

/** What operators did, the latest first. */
export function listAudits(
  scope: OperatorScope<never>,
  page: AuditPage,
): Promise<readonly StoredAuditRecord[]> {
  return scope.transaction((tx) => tx.audits(page));
}
