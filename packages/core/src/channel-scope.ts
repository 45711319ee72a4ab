import type { ChannelScope, Fail, Ports } from "./ports.ts";
import { refuseLate } from "./refuse-late.ts";

/** What speaking to channels for a merchant takes, when no caller asks for it. */
export function channelScope<Key extends string>(
  ports: Ports,
  merchantId: string,
  fail: Fail<Key>,
): ChannelScope<Key> {
  const { storage, channels, notifyUrl, now, uptime } = ports;
  const transaction: ChannelScope<Key>["transaction"] = (work) =>
    storage.transaction(merchantId, work);
  return { fail, channels, notifyUrl, now, refuseLate: refuseLate(uptime), transaction };
}
