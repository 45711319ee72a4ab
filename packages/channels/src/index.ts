export { alipayChannel } from "./alipay/channel.ts";
export type { ChannelCall, ChannelSettings } from "./settings.ts";
export { wechatChannel } from "./wechat/channel.ts";
