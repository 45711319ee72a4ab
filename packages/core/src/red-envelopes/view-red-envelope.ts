import type { RedEnvelope } from "@purse/contract";
import { viewFailure } from "../refusal.ts";
import type { StoredRedEnvelope } from "../stored.ts";

/** A red envelope as the API shows it. */
export function viewRedEnvelope(redEnvelope: StoredRedEnvelope): RedEnvelope {
  return {
    id: redEnvelope.id,
    wallet_id: redEnvelope.wallet_id,
    channel: redEnvelope.channel,
    red_envelope_no: redEnvelope.red_envelope_no,
    to_account: redEnvelope.to_account,
    amount: redEnvelope.amount,
    currency: redEnvelope.currency,
    amount_returned: redEnvelope.amount_returned,
    greeting: redEnvelope.greeting,
    status: redEnvelope.status,
    failure: viewFailure(redEnvelope.failure),
    created_at: redEnvelope.created_at.toISOString(),
    sent_at: redEnvelope.sent_at?.toISOString() ?? null,
    ended_at: redEnvelope.ended_at?.toISOString() ?? null,
  };
}
