import type { Recharge } from "@purse/contract";
import { viewFailure } from "../refusal.ts";
import type { StoredRecharge } from "../stored.ts";

/** A recharge as the API shows it. */
export function viewRecharge(recharge: StoredRecharge): Recharge {
  return {
    id: recharge.id,
    wallet_id: recharge.wallet_id,
    channel: recharge.channel,
    order_no: recharge.order_no,
    amount: recharge.amount,
    currency: recharge.currency,
    status: recharge.status,
    subject: recharge.subject,
    action: recharge.action,
    failure: viewFailure(recharge.failure),
    channel_transaction_id: recharge.channel_transaction_id,
    created_at: recharge.created_at.toISOString(),
    expires_at: recharge.expires_at.toISOString(),
    paid_at: recharge.paid_at?.toISOString() ?? null,
  };
}
