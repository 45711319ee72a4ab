import type { Transfer } from "@purse/contract";
import { viewFailure } from "../refusal.ts";
import type { StoredTransfer } from "../stored.ts";

/** A transfer as the API shows it. */
export function viewTransfer(transfer: StoredTransfer): Transfer {
  return {
    id: transfer.id,
    wallet_id: transfer.wallet_id,
    to_wallet_id: transfer.to_wallet_id,
    to_account: transfer.to_account,
    channel: transfer.channel,
    transfer_no: transfer.transfer_no,
    amount: transfer.amount,
    currency: transfer.currency,
    remark: transfer.remark,
    status: transfer.status,
    action_url: transfer.action_url,
    failure: viewFailure(transfer.failure),
    created_at: transfer.created_at.toISOString(),
    succeeded_at: transfer.succeeded_at?.toISOString() ?? null,
  };
}
