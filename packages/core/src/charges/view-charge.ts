import type { Charge } from "@purse/contract";
import { viewFailure } from "../refusal.ts";
import type { StoredCharge } from "../stored.ts";

/** A charge as the API shows it. */
export function viewCharge(charge: StoredCharge): Charge {
  return {
    id: charge.id,
    wallet_id: charge.wallet_id,
    payer_wallet_id: charge.payer_wallet_id,
    channel: charge.channel,
    order_no: charge.order_no,
    amount: charge.amount,
    currency: charge.currency,
    amount_refunded: charge.amount_refunded,
    fee: charge.fee,
    status: charge.status,
    subject: charge.subject,
    action: charge.action,
    failure: viewFailure(charge.failure),
    channel_transaction_id: charge.channel_transaction_id,
    created_at: charge.created_at.toISOString(),
    expires_at: charge.expires_at?.toISOString() ?? null,
    paid_at: charge.paid_at?.toISOString() ?? null,
  };
}
