import { z } from "zod";
import { channelErrors, queryErrors } from "./channel.ts";
import { Id, id, OrderNo, ShortText, Time } from "./fields.ts";
import { Amount, Currency } from "./money.ts";
import type { Operation } from "./operation.ts";
import { FailureReason } from "./payment.ts";
import { walletListByState } from "./wallet-list.ts";

export const RefundStatus = z
  .enum(["pending", "wait_operation", "succeeded", "refused", "failed", "abnormal"])
  .meta({ id: "RefundStatus" });
export type RefundStatus = z.infer<typeof RefundStatus>;

export const Refund = z
  .strictObject({
    id: Id.meta({ examples: ["ref_019abf6c2d5f7d3c8a41f0e2b7c96d58"] }),
    charge_id: Id,
    refund_no: z.string(),
    amount: Amount,
    currency: Currency,
    status: RefundStatus,
    reason: z.string().nullable(),
    failure: FailureReason.nullable().describe("Why it did not succeed"),
    created_at: Time,
    succeeded_at: Time.nullable(),
  })
  .meta({ id: "Refund" });
export type Refund = z.infer<typeof Refund>;

export const RefundRequest = z
  .strictObject({
    charge_id: id("chg", "the charge to refund"),
    refund_no: OrderNo,
    amount: Amount,
    reason: ShortText.optional().describe("Why, as the payer reads it"),
  })
  .meta({ id: "RefundRequest" });
export type RefundRequest = z.output<typeof RefundRequest>;

export const refunds = {
  create: {
    method: "POST",
    path: "/v1/refunds",
    summary: "Return a charge's money, in part or in full",
    description:
      "The money goes back where it came from. While a channel's outcome is open it is held. The " +
      "same `refund_no` with the same content answers what came of the refund that it made; with " +
      "other content it is refused.",
    body: RefundRequest,
    output: Refund,
    errors: [
      "resource_not_exist",
      "charge_order_no_used",
      "charge_closed",
      "refund_amount_exceeded",
      "wallet_not_use",
      "balance_insufficient",
      "param_error",
      "channel_not_configured",
      ...channelErrors,
      "refund_wait_operation",
      "refund_refused",
      "refund_refused_msg",
      "refund_retry",
      "refund_failed",
      "refund_manual_intervention",
      "refund_info_from_channel",
      "refund_pending",
      "refund_not_found",
      "refund_unexpected_status",
    ],
  },
  get: {
    method: "GET",
    path: "/v1/refunds/{id}",
    summary: "Read a refund",
    description: "While its outcome is open, the channel is asked first.",
    params: z.strictObject({ id: id("ref", "a refund") }),
    output: Refund,
    errors: [
      "refund_not_found",
      ...queryErrors,
      "channel_not_configured",
      "refund_unexpected_status",
    ],
  },
  list: walletListByState("/v1/refunds/list/{wallet_id}", Refund, RefundStatus, {
    id: "RefundPage",
    summary: "List the refunds of a wallet's charges",
  }),
} as const satisfies Record<string, Operation>;
