import type { OpenChannel } from "../channels/access.ts";
import type { RefundOutcome, RefundQueryOutcome } from "../channels/channel.ts";
import { channelNo } from "../channels/channel-no.ts";
import type { StoredCharge, StoredRefund } from "../stored.ts";

/** Asks the channel for a refund, under its one number. */
export function askForRefund(
  { channel, access }: OpenChannel,
  charge: StoredCharge,
  { id, amount, currency, reason }: StoredRefund,
): Promise<RefundOutcome> {
  return channel.refund(access, {
    no: channelNo(id),
    payment_no: channelNo(charge.id),
    payment_amount: charge.amount,
    amount,
    currency,
    reason,
  });
}

/** Asks the channel how a refund stands. */
export function askAboutRefund(
  { channel, access }: OpenChannel,
  { id, charge_id, amount, currency }: StoredRefund,
): Promise<RefundQueryOutcome> {
  const [no, payment_no] = [channelNo(id), channelNo(charge_id)];
  return channel.queryRefund(access, { no, payment_no, amount, currency });
}

export function isOpen({ status }: StoredRefund): boolean {
  return status === "pending" || status === "wait_operation";
}
