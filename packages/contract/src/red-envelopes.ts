import { z } from "zod";
import { channelErrors, PaymentChannel, queryErrors } from "./channel.ts";
import { bodyWalletId, Id, id, OrderNo, ShortText, Time } from "./fields.ts";
import { Amount, Balance, Currency } from "./money.ts";
import type { Operation } from "./operation.ts";
import { bodyPaymentChannel, ChannelCurrency, FailureReason } from "./payment.ts";
import { EncryptedPassword } from "./payment-password.ts";
import { walletListByState } from "./wallet-list.ts";

/** `sent` until it is taken, or comes back, in full or in part, when its time is over. */
export const RedEnvelopeStatus = z
  .enum(["pending", "sent", "received", "returned", "failed"])
  .meta({ id: "RedEnvelopeStatus" });
export type RedEnvelopeStatus = z.infer<typeof RedEnvelopeStatus>;

export const RedEnvelope = z
  .strictObject({
    id: Id.meta({ examples: ["red_019abf6c2d5f7d3c8a41f0e2b7c96d58"] }),
    wallet_id: Id.describe("The wallet that sends"),
    channel: PaymentChannel,
    red_envelope_no: z.string(),
    to_account: z.string().describe("The receiver's id at the channel"),
    amount: Amount,
    currency: Currency,
    amount_returned: Balance.describe("Of `amount`, what was not taken and came back"),
    greeting: z.string(),
    status: RedEnvelopeStatus,
    failure: FailureReason.nullable().describe("Why it failed"),
    created_at: Time,
    sent_at: Time.nullable(),
    ended_at: Time.nullable().describe("When it was taken or came back"),
  })
  .meta({ id: "RedEnvelope" });
export type RedEnvelope = z.infer<typeof RedEnvelope>;

export const RedEnvelopeRequest = z
  .strictObject({
    channel: bodyPaymentChannel,
    wallet_id: bodyWalletId("the wallet that sends"),
    to_account: ShortText.describe("The receiver's id at the channel (openid, user id)"),
    red_envelope_no: OrderNo,
    amount: Amount,
    currency: ChannelCurrency,
    greeting: ShortText.describe("What the receiver reads"),
    payment_password: EncryptedPassword.optional().describe("If the sending wallet has one"),
  })
  .meta({ id: "RedEnvelopeRequest" });
export type RedEnvelopeRequest = z.output<typeof RedEnvelopeRequest>;

export const redEnvelopes = {
  create: {
    method: "POST",
    path: "/v1/red-envelopes",
    summary: "Send a red envelope through a payment channel",
    description:
      "The money is held until the channel has sent it; what is not taken comes back to the " +
      "wallet. The same `red_envelope_no` with the same content sends one red envelope at most.",
    body: RedEnvelopeRequest,
    output: RedEnvelope,
    errors: [
      "param_error",
      "request_body_walletid_not_exist",
      "api_key_wallet_mismatching",
      "wallet_not_under_api_key",
      "wallet_not_use",
      "channel_not_configured",
      "payment_password_invalid",
      "charge_order_no_used",
      "balance_insufficient",
      ...channelErrors,
      "channel_not_support_red_envelope",
      "red_system_busy",
    ],
  },
  get: {
    method: "GET",
    path: "/v1/red-envelopes/{id}",
    summary: "Read a red envelope",
    description: "Until it has been taken or has come back, the channel is asked first.",
    params: z.strictObject({ id: id("red", "a red envelope") }),
    output: RedEnvelope,
    errors: ["resource_not_exist", ...queryErrors, "channel_not_configured"],
  },
  list: walletListByState("/v1/red-envelopes/list/{wallet_id}", RedEnvelope, RedEnvelopeStatus, {
    id: "RedEnvelopePage",
    summary: "List the red envelopes that a wallet sent",
  }),
} as const satisfies Record<string, Operation>;
