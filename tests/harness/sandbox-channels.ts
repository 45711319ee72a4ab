import { alipayChannel, type ChannelSettings, wechatChannel } from "@purse/channels";
import type { TestSandbox } from "./sandbox.ts";

/** The real adapters, to a sandbox; a channel may take so many milliseconds, and calls are told of. */
export function sandboxChannels(
  sandbox: Pick<TestSandbox, "url">,
  timeLimitMs: number,
  onCall: ChannelSettings["onCall"] = () => {},
) {
  const settings = (name: string): ChannelSettings => ({
    urlOf: () => `${sandbox.url}/${name}`,
    now: () => new Date(),
    timeLimitMs,
    onCall,
  });
  return { alipay: alipayChannel(settings("alipay")), wechat: wechatChannel(settings("wechat")) };
}
