import type { Refund } from "@purse/contract";
import { viewFailure } from "../refusal.ts";
import type { StoredRefund } from "../stored.ts";

/** A refund as the API shows it. */
export function viewRefund(refund: StoredRefund): Refund {
  return {
    id: refund.id,
    charge_id: refund.charge_id,
    refund_no: refund.refund_no,
    amount: refund.amount,
    currency: refund.currency,
    status: refund.status,
    reason: refund.reason,
    failure: viewFailure(refund.failure),
    created_at: refund.created_at.toISOString(),
    succeeded_at: refund.succeeded_at?.toISOString() ?? null,
  };
}
