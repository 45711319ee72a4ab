import { z } from "zod";
import { absentAs } from "./absence.ts";
import { Channel, channelErrors, queryErrors } from "./channel.ts";
import { when } from "./conditions.ts";
import { bodyWalletId, Id, id, OrderNo, ShortText, Time } from "./fields.ts";
import { Amount, Currency } from "./money.ts";
import type { Operation } from "./operation.ts";
import { channelCurrency, FailureReason } from "./payment.ts";
import { EncryptedPassword } from "./payment-password.ts";
import { walletListByState } from "./wallet-list.ts";

export const TransferStatus = z
  .enum(["pending", "wait_operation", "succeeded", "failed"])
  .meta({ id: "TransferStatus" });
export type TransferStatus = z.infer<typeof TransferStatus>;

export const Transfer = z
  .strictObject({
    id: Id.meta({ examples: ["trf_019abf6c2d5f7d3c8a41f0e2b7c96d58"] }),
    wallet_id: Id.describe("The wallet that sends"),
    to_wallet_id: Id.nullable().describe("The wallet that receives by balance"),
    to_account: z.string().nullable().describe("The account at the channel that receives"),
    channel: Channel,
    transfer_no: z.string(),
    amount: Amount,
    currency: Currency,
    remark: z.string().nullable(),
    status: TransferStatus,
    action_url: z.string().nullable().describe("What to open while it waits for an operation"),
    failure: FailureReason.nullable().describe("Why it failed"),
    created_at: Time,
    succeeded_at: Time.nullable(),
  })
  .meta({ id: "Transfer" });
export type Transfer = z.infer<typeof Transfer>;

export const TransferRequest = z
  .strictObject({
    channel: absentAs("request_body_channel_null", z.enum(Channel.options)),
    wallet_id: bodyWalletId("the wallet that sends"),
    to_wallet_id: id(
      "wal",
      "the wallet that receives; required when channel is balance",
    ).optional(),
    to_account: ShortText.optional().describe(
      "The account at the channel that receives; required when channel is not balance",
    ),
    to_name: ShortText.optional().describe(
      "Whom that account belongs to, for the channel to check",
    ),
    transfer_no: OrderNo,
    amount: Amount,
    currency: Currency.default("CNY"),
    payment_password: EncryptedPassword.optional().describe("If the paying wallet has one"),
    remark: ShortText.optional().describe("What it is for, as the receiver reads it"),
  })
  .meta({
    id: "TransferRequest",
    ...when(
      { channel: "balance" },
      { has: ["to_wallet_id"], lacks: ["to_account", "to_name"] },
      { has: ["to_account"], lacks: ["to_wallet_id"], equal: { currency: channelCurrency } },
    ),
  });
export type TransferRequest = z.output<typeof TransferRequest>;

export const transfers = {
  create: {
    method: "POST",
    path: "/v1/transfers",
    summary: "Send money from a wallet",
    description:
      "By balance to another wallet of the same key, at once; through a payment channel to an " +
      "account there, and the money is held until the channel's outcome is known. The same " +
      "`transfer_no` with the same content answers what came of the transfer that it made; with " +
      "other content it is refused.",
    body: TransferRequest,
    output: Transfer,
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
      "balance_insufficient",
      ...channelErrors,
      "channel_not_support_transfer",
      "transfer_wait_operation",
      "transfer_system_busy",
    ],
  },
  get: {
    method: "GET",
    path: "/v1/transfers/{id}",
    summary: "Read a transfer",
    description: "While its outcome is open, the channel is asked first.",
    params: z.strictObject({ id: id("trf", "a transfer") }),
    output: Transfer,
    errors: ["resource_not_exist", ...queryErrors, "channel_not_configured"],
  },
  list: walletListByState("/v1/transfers/list/{wallet_id}", Transfer, TransferStatus, {
    id: "TransferPage",
    summary: "List what a wallet sent and received",
  }),
} as const satisfies Record<string, Operation>;
