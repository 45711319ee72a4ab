import type { ChannelScope, Fail, Ports } from "./ports.ts";

/** What speaking to channels for a merchant takes, when no caller asks for it. */
export function channelScope<Key extends string>(
  ports: Ports,
  merchantId: string,
  fail: Fail<Key>,
): ChannelScope<Key> {
  const { storage, channels, notifyUrl, now } = ports;
  const transaction: ChannelScope<Key>["transaction"] = (work) =>
    storage.transaction(merchantId, work);
  return { fail, channels, notifyUrl, now, transaction };
}
