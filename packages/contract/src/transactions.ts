import { z } from "zod";
import { Time, WalletId } from "./fields.ts";
import { amountMax, Balance, Currency } from "./money.ts";
import type { Operation } from "./operation.ts";
import { page, TimedPageQuery } from "./page.ts";
import { walletPathErrors } from "./wallet-list.ts";

/** The business event that moved money. */
export const EntryKind = z
  .enum([
    "charge",
    "fee",
    "refund",
    "recharge",
    "transfer",
    "red_envelope",
    "red_envelope_return",
    "withdrawal",
    "adjustment",
  ])
  .meta({ id: "EntryKind" });
export type EntryKind = z.infer<typeof EntryKind>;

/** A ledger entry as one wallet sees it. */
export const Transaction = z
  .strictObject({
    position: z.int().min(1).describe("The wallet's n-th transaction in this currency"),
    kind: EntryKind,
    reference: z.string().describe("The id of the charge, refund … behind it"),
    amount: z
      .int()
      .min(-amountMax)
      .max(amountMax)
      .describe("Minor units: positive into the wallet, negative out of it"),
    currency: Currency,
    balance_after: Balance.describe("Of all the wallet's money, held or not"),
    created_at: Time,
  })
  .meta({ id: "Transaction" });
export type Transaction = z.infer<typeof Transaction>;

export const transactions = {
  list: {
    method: "GET",
    path: "/v1/transactions/list/{wallet_id}",
    summary: "List the ledger entries of a wallet in one currency",
    params: z.strictObject({ wallet_id: WalletId }),
    query: TimedPageQuery.extend({ currency: Currency.default("CNY") }),
    output: page(Transaction).meta({ id: "TransactionPage" }),
    errors: walletPathErrors,
  },
} as const satisfies Record<string, Operation>;
