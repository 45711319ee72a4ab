import { z } from "zod";
import { channelErrors, PaymentChannel, queryErrors } from "./channel.ts";
import { bodyWalletId, Id, id, OrderNo, Time } from "./fields.ts";
import { Amount, Currency } from "./money.ts";
import type { Operation } from "./operation.ts";
import {
  bodyPaymentChannel,
  ChannelCurrency,
  FailureReason,
  PayerAction,
  paidThroughChannel,
  paymentFields,
} from "./payment.ts";
import { walletListByState } from "./wallet-list.ts";

export const RechargeStatus = z
  .enum(["created", "waiting", "paid", "closed", "expired"])
  .meta({ id: "RechargeStatus" });
export type RechargeStatus = z.infer<typeof RechargeStatus>;

export const Recharge = z
  .strictObject({
    id: Id.meta({ examples: ["rch_019abf6c2d5f7d3c8a41f0e2b7c96d58"] }),
    wallet_id: Id.describe("The user wallet that is topped up"),
    channel: PaymentChannel,
    order_no: z.string(),
    amount: Amount,
    currency: Currency,
    status: RechargeStatus,
    subject: z.string().nullable(),
    action: PayerAction.nullable().describe("What the payer needs, while it waits to be paid"),
    failure: FailureReason.nullable().describe("Why it closed, if the channel refused it"),
    channel_transaction_id: z.string().nullable().describe("The channel's number of the payment"),
    created_at: Time,
    expires_at: Time.describe("When it can no longer be paid"),
    paid_at: Time.nullable(),
  })
  .meta({ id: "Recharge" });
export type Recharge = z.infer<typeof Recharge>;

export const RechargeRequest = z
  .strictObject({
    channel: bodyPaymentChannel,
    wallet_id: bodyWalletId("the user wallet to top up"),
    order_no: OrderNo,
    amount: Amount,
    currency: ChannelCurrency,
    ...paymentFields,
  })
  .meta({ id: "RechargeRequest", ...paidThroughChannel });
export type RechargeRequest = z.output<typeof RechargeRequest>;

export const recharges = {
  create: {
    method: "POST",
    path: "/v1/recharges",
    summary: "Top up a user wallet through a payment channel",
    description:
      "The money arrives at the merchant's account of the channel and is owed to the user's " +
      "wallet. The same `order_no` with the same content answers what came of the recharge that " +
      "it made; with other content it is refused.",
    body: RechargeRequest,
    output: Recharge,
    errors: [
      "param_error",
      "request_body_walletid_not_exist",
      "api_key_wallet_mismatching",
      "wallet_not_under_api_key",
      "wallet_not_use",
      "wallet_is_merchant",
      "channel_not_configured",
      "charge_order_no_used",
      "charge_closed",
      ...channelErrors,
      "charge_unexpected_status",
    ],
  },
  get: {
    method: "GET",
    path: "/v1/recharges/{id}",
    summary: "Read a recharge",
    description: "While it is not known to have ended, its channel is asked first.",
    params: z.strictObject({ id: id("rch", "a recharge") }),
    output: Recharge,
    errors: [
      "resource_not_exist",
      ...queryErrors,
      "channel_not_configured",
      "charge_closed",
      "charge_unexpected_status",
    ],
  },
  list: walletListByState("/v1/recharges/list/{wallet_id}", Recharge, RechargeStatus, {
    id: "RechargePage",
    summary: "List the recharges of a wallet",
  }),
} as const satisfies Record<string, Operation>;
