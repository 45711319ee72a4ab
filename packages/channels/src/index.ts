export type { ChannelCall, ChannelSettings } from "./settings.ts";
export { wechatChannel } from "./wechat/channel.ts";
