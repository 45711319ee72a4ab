import type { AuditPage, OperatorScope, StoredAuditRecord } from "../ports.ts";

/** What operators did, the latest first. */
export function listAudits(
  scope: OperatorScope<never>,
  page: AuditPage,
): Promise<readonly StoredAuditRecord[]> {
  return scope.transaction((tx) => tx.audits(page));
}
