export type { ChannelCall, ChannelSettings } from "./settings.ts";
