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
  const access = { channel: name, mode, parameters, notify_url };
  return { channel: inTime(channel, scope.refuseLate), access, fee_bps };
}

/** A channel that is had to move money as long as that is not late. What is asked of it is anytime. */
function inTime(channel: Channel, refuseLate: () => void): Channel {
  const guarded =
    <Order, Said>(move: (access: ChannelAccess, order: Order) => Promise<Said>) =>
    async (access: ChannelAccess, order: Order) => {
      refuseLate();
      return move(access, order);
    };
  return {
    ...channel,
    pay: guarded(channel.pay),
    refund: guarded(channel.refund),
    transfer: guarded(channel.transfer),
    redEnvelope: guarded(channel.redEnvelope),
  };
}
