import { z } from "zod";
import { absentAs } from "./absence.ts";
import { bodyWalletId, Id, id, OrderNo, Time } from "./fields.ts";
import { Amount, Currency } from "./money.ts";
import type { Operation } from "./operation.ts";
import { walletListByState } from "./wallet-list.ts";

export const WithdrawalStatus = z
  .enum(["pending", "succeeded", "failed"])
  .meta({ id: "WithdrawalStatus" });
export type WithdrawalStatus = z.infer<typeof WithdrawalStatus>;

export const Withdrawal = z
  .strictObject({
    id: Id.meta({ examples: ["wdr_019abf6c2d5f7d3c8a41f0e2b7c96d58"] }),
    wallet_id: Id,
    settle_id: Id,
    withdrawal_no: z.string(),
    amount: Amount,
    currency: Currency,
    status: WithdrawalStatus,
    created_at: Time,
    resolved_at: Time.nullable(),
  })
  .meta({ id: "Withdrawal" });
export type Withdrawal = z.infer<typeof Withdrawal>;

export const WithdrawalRequest = z
  .strictObject({
    wallet_id: bodyWalletId("the wallet that pays"),
    settle_id: absentAs("settleid_is_null", id("stl", "the settlement object that is paid")),
    withdrawal_no: OrderNo,
    amount: Amount,
    currency: Currency.default("CNY"),
  })
  .meta({ id: "WithdrawalRequest" });
export type WithdrawalRequest = z.output<typeof WithdrawalRequest>;

export const withdrawals = {
  create: {
    method: "POST",
    path: "/v1/withdrawals",
    summary: "Pay money of a wallet out to a settlement object",
    description:
      "The money is held at once, and leaves the wallet when an operator confirms the payout. " +
      "The same `withdrawal_no` with the same content answers the withdrawal that it made.",
    body: WithdrawalRequest,
    output: Withdrawal,
    errors: [
      "request_body_walletid_not_exist",
      "api_key_wallet_mismatching",
      "wallet_not_under_api_key",
      "wallet_not_use",
      "settle_not_exist",
      "settle_not_use",
      "settle_wallet_not_bound",
      "charge_order_no_used",
      "balance_insufficient",
    ],
  },
  get: {
    method: "GET",
    path: "/v1/withdrawals/{id}",
    summary: "Read a withdrawal",
    params: z.strictObject({ id: id("wdr", "a withdrawal") }),
    output: Withdrawal,
    errors: ["resource_not_exist"],
  },
  list: walletListByState("/v1/withdrawals/list/{wallet_id}", Withdrawal, WithdrawalStatus, {
    id: "WithdrawalPage",
    summary: "List a wallet's withdrawals",
  }),
} as const satisfies Record<string, Operation>;
