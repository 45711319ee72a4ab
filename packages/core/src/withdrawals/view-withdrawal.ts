import type { Withdrawal } from "@purse/contract";
import type { StoredWithdrawal } from "../stored.ts";

/** A withdrawal as the API shows it. */
export function viewWithdrawal(withdrawal: StoredWithdrawal): Withdrawal {
  return {
    id: withdrawal.id,
    wallet_id: withdrawal.wallet_id,
    settle_id: withdrawal.settle_id,
    withdrawal_no: withdrawal.withdrawal_no,
    amount: withdrawal.amount,
    currency: withdrawal.currency,
    status: withdrawal.status,
    created_at: withdrawal.created_at.toISOString(),
    resolved_at: withdrawal.resolved_at?.toISOString() ?? null,
  };
}
