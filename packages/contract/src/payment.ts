import { z } from "zod";
import { absentAs } from "./absence.ts";
import { PaymentChannel } from "./channel.ts";
import { type Conditional, when } from "./conditions.ts";
import { ShortText } from "./fields.ts";

// What charges and recharges share: a payer who pays through a payment channel.

/** Where the payer pays: by scanning a code, on a phone's browser, or inside the channel's app. */
export const PaymentMethod = z.enum(["qr", "h5", "jsapi"]).meta({ id: "PaymentMethod" });
export type PaymentMethod = z.infer<typeof PaymentMethod>;

/** What the payer needs to pay: a code to show, a page to open, or the parameters of a JS call. */
export const PayerAction = z
  .strictObject({
    type: z.enum(["qr_code", "url", "jsapi"]),
    value: z.string().describe("The code's text, the page's URL, or the call's JSON"),
  })
  .meta({ id: "PayerAction" });
export type PayerAction = z.infer<typeof PayerAction>;

/** Why something ended without effect: the code and message that its request was answered with. */
export const FailureReason = z
  .strictObject({ code: z.int(), message: z.string() })
  .meta({ id: "FailureReason" });
export type FailureReason = z.infer<typeof FailureReason>;

/** The longest that a payer may take, in seconds. */
const expirySecondsMax = 86_400;

/** Fields of a request to pay through a channel. */
export const paymentFields = {
  method: PaymentMethod.default("qr").describe("How the payer pays at a payment channel"),
  payer_id: ShortText.optional().describe("The payer's id at the channel; required for jsapi"),
  expires_in: z
    .int({ error: `expected an integer from 60 to ${expirySecondsMax}` })
    .min(60, { error: `expected an integer from 60 to ${expirySecondsMax}` })
    .max(expirySecondsMax, { error: `expected an integer from 60 to ${expirySecondsMax}` })
    .default(7200)
    .describe("Seconds within which it can be paid at a payment channel"),
  subject: ShortText.optional().describe("What is paid for, as the payer reads it"),
} as const;

/** The one currency of Alipay and WeChat Pay in mainland China: they are not even told another. */
export const channelCurrency = "CNY";

/** The currency of what can go through a payment channel alone. */
export const ChannelCurrency = z
  .enum([channelCurrency], { error: `expected ${channelCurrency}, it is all that channels take` })
  .default(channelCurrency);

/** What a request to pay through a channel has to say, across its fields. */
export const paidThroughChannel: Conditional = when({ method: "jsapi" }, { has: ["payer_id"] });

/** The payment channel that a body must name. */
export const bodyPaymentChannel = absentAs(
  "request_body_channel_null",
  z.enum(PaymentChannel.options),
);
