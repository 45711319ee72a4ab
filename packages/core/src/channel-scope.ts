import type { ErrorKey } from "@purse/contract";
import { fail } from "./fail.ts";
import type { ChannelScope, Ports } from "./ports.ts";

/** What speaking to channels for a merchant takes, when no caller asks for it. */
export function channelScope(ports: Ports, merchantId: string): ChannelScope<ErrorKey> {
  const { storage, channels, notifyUrl, now } = ports;
  const transaction: ChannelScope<ErrorKey>["transaction"] = (work) =>
    storage.transaction(merchantId, work);
  return { fail, channels, notifyUrl, now, transaction };
}
