import type { PaymentChannel } from "@purse/contract";
import type { ChannelScope } from "../ports.ts";
import type { Tx } from "../tx.ts";
import type { Channel, ChannelAccess } from "./channel.ts";

/** A channel with the merchant's account there. */
export interface OpenChannel {
  readonly channel: Channel;
  readonly access: ChannelAccess;
  readonly fee_bps: number;
}

/** The merchant's way to a payment channel. */
export async function openChannel(
  scope: ChannelScope<"channel_not_configured">,
  tx: Tx,
  name: PaymentChannel,
): Promise<OpenChannel> {
  const account = await tx.channelAccounts.find(name);
  const channel = scope.channels[name];
  if (account === undefined || channel === undefined) {
    throw scope.fail("channel_not_configured", name);
  }
  const { mode, parameters, fee_bps, wallet_id } = account;
  const notify_url = scope.notifyUrl(name, wallet_id);
  return { channel, access: { channel: name, mode, parameters, notify_url }, fee_bps };
}
