import type { ChannelScope } from "../ports.ts";
import { openChannel } from "./access.ts";
import { channelNo } from "./channel-no.ts";
import { secondsToNextLook } from "./look-again.ts";
import { type ChannelPayment, endPayment, type PaymentNoun, settlePayment } from "./payment.ts";

type Errors =
  | "channel_not_configured"
  | "charge_unexpected_status"
  | "charge_closed"
  | "channel_parameters_consistency_error";

/**
 * The worker's look at a payment that nobody has told the end of: asks the channel, and closes
 * there what has run out of time. Answers the seconds until the next look.
 */
export async function resumePayment<
  Status extends string,
  Row extends ChannelPayment & { readonly status: Status },
>(
  noun: PaymentNoun<Status, Row>,
  scope: ChannelScope<Errors>,
  payment: Row,
): Promise<number | undefined> {
  if (!isOpen(payment) || payment.channel === "balance") return undefined;
  const name = payment.channel;
  const { channel, access } = await scope.transaction((tx) => openChannel(scope, tx, name));
  const outcome = await channel.query(access, channelNo(payment.id));
  const now = scope.now();
  const asked = await settlePayment(noun, scope, payment, outcome);
  if (!isOpen(asked)) return undefined;
  const expired = payment.expires_at !== null && payment.expires_at <= now;
  if (expired && outcome.state !== "unknown") {
    const closed = await channel.close(access, channelNo(payment.id));
    if (closed.state !== "unknown") {
      await endPayment(noun, scope, payment, "expire");
      return undefined;
    }
  }
  return secondsToNextLook(payment.created_at, now, payment.expires_at);
}

/** Whether a channel may still bring the payment to an end. */
export function isOpen({ status }: { readonly status: string }): boolean {
  return status === "created" || status === "waiting";
}
