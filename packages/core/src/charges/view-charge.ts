import type { Charge } from "@purse/contract";
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
    status: charge.status,
    subject: charge.subject,
    created_at: charge.created_at.toISOString(),
    paid_at: charge.paid_at?.toISOString() ?? null,
  };
}
