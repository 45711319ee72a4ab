import { z } from "zod";

/** A payment channel: money moves between accounts outside of Purse. */
export const PaymentChannel = z.enum(["alipay", "wechat"]).meta({ id: "PaymentChannel" });
export type PaymentChannel = z.infer<typeof PaymentChannel>;

/** Through which money moves: a payment channel, or the balance of a wallet held here. */
export const Channel = z.enum([...PaymentChannel.options, "balance"]).meta({ id: "Channel" });
export type Channel = z.infer<typeof Channel>;

/** What leaves open whether the channel did what it was asked for. */
export const troubleErrors = [
  "channel_connection_error",
  "channel_request_error",
  "channel_parse_error",
  "channel_sign_error",
  "channel_unexpected_error",
  "channel_response_code_fail",
  "channel_parameters_consistency_error",
] as const;

/** A channel's no to whatever it was asked for. */
export const refusalErrors = [
  "channel_parameter_error",
  "channel_auth_error",
  "channel_request_info",
] as const;
export const channelErrors = [...troubleErrors, ...refusalErrors] as const;

/** What asking a channel how something stands may fail with: that itself stays open. */
export const queryErrors = [...channelErrors, "query_right_error"] as const;
