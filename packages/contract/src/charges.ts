import { z } from "zod";
import { absentAs } from "./absence.ts";
import { Channel, channelErrors, queryErrors } from "./channel.ts";
import { when } from "./conditions.ts";
import { bodyWalletId, Id, id, OrderNo, Time } from "./fields.ts";
import { Amount, Balance, Currency } from "./money.ts";
import type { Operation } from "./operation.ts";
import {
  channelCurrency,
  FailureReason,
  PayerAction,
  paidThroughChannel,
  paymentFields,
} from "./payment.ts";
import { EncryptedPassword } from "./payment-password.ts";
import { walletListByState } from "./wallet-list.ts";

export const ChargeStatus = z
  .enum(["created", "waiting", "paid", "partly_refunded", "refunded", "closed", "expired"])
  .meta({ id: "ChargeStatus" });
export type ChargeStatus = z.infer<typeof ChargeStatus>;

export const Charge = z
  .strictObject({
    id: Id.meta({ examples: ["chg_019abf6c2d5f7d3c8a41f0e2b7c96d58"] }),
    wallet_id: Id.describe("The merchant wallet that is paid"),
    payer_wallet_id: Id.nullable().describe("The user wallet that pays by balance"),
    channel: Channel,
    order_no: z.string(),
    amount: Amount,
    currency: Currency,
    amount_refunded: Balance.describe("Of `amount`, what went back to the payer"),
    fee: Balance.describe("What the channel keeps of `amount`"),
    status: ChargeStatus,
    subject: z.string().nullable(),
    action: PayerAction.nullable().describe("What the payer needs, while it waits to be paid"),
    failure: FailureReason.nullable().describe("Why it closed, if the channel refused it"),
    channel_transaction_id: z.string().nullable().describe("The channel's number of the payment"),
    created_at: Time,
    expires_at: Time.nullable().describe("When it can no longer be paid"),
    paid_at: Time.nullable(),
  })
  .meta({ id: "Charge" });
export type Charge = z.infer<typeof Charge>;

export const ChargeRequest = z
  .strictObject({
    channel: absentAs("request_body_channel_null", z.enum(Channel.options)),
    wallet_id: bodyWalletId("the merchant wallet that is paid"),
    payer_wallet_id: id(
      "wal",
      "the user wallet that pays; required when channel is balance",
    ).optional(),
    order_no: OrderNo,
    amount: Amount,
    currency: Currency.default("CNY"),
    payment_password: EncryptedPassword.optional().describe("If the paying wallet has one"),
    ...paymentFields,
  })
  .meta({
    id: "ChargeRequest",
    ...when(
      { channel: "balance" },
      { has: ["payer_wallet_id"] },
      {
        lacks: ["payer_wallet_id", "payment_password"],
        equal: { currency: channelCurrency },
        and: paidThroughChannel,
      },
    ),
  });
export type ChargeRequest = z.output<typeof ChargeRequest>;

const params = z.strictObject({ id: id("chg", "a charge") });

export const charges = {
  create: {
    method: "POST",
    path: "/v1/charges",
    summary: "Take a payment",
    description:
      "A charge by balance is paid at once; one through a payment channel waits for its payer, " +
      "who needs what `action` has. The same `order_no` with the same content answers what came " +
      "of the charge that it made; with other content it is refused.",
    body: ChargeRequest,
    output: Charge,
    errors: [
      "param_error",
      "walletid_is_null",
      "request_body_walletid_not_exist",
      "api_key_wallet_mismatching",
      "wallet_not_under_api_key",
      "wallet_not_use",
      "channel_not_configured",
      "payment_password_invalid",
      "charge_order_no_used",
      "charge_closed",
      "balance_insufficient",
      ...channelErrors,
      "charge_unexpected_status",
    ],
  },
  get: {
    method: "GET",
    path: "/v1/charges/{id}",
    summary: "Read a charge",
    description: "While it is not known to have ended, its channel is asked first.",
    params,
    output: Charge,
    errors: [
      "resource_not_exist",
      ...queryErrors,
      "channel_not_configured",
      "charge_closed",
      "charge_unexpected_status",
    ],
  },
  close: {
    method: "POST",
    path: "/v1/charges/{id}/close",
    summary: "Close a charge that is not paid",
    description: "A charge that has ended, paid ones among them, is refused: refund it instead.",
    params,
    output: Charge,
    errors: [
      "resource_not_exist",
      "charge_closed",
      ...queryErrors,
      "charge_unexpected_status",
      "channel_not_configured",
    ],
  },
  list: walletListByState("/v1/charges/list/{wallet_id}", Charge, ChargeStatus, {
    id: "ChargePage",
    summary: "List the charges of a wallet",
    description: "Of a merchant wallet those it is paid by, of a user wallet those it pays.",
  }),
} as const satisfies Record<string, Operation>;
