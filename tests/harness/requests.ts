import { randomUUID } from "node:crypto";
import { adjustBalance } from "@purse/core";
import type { TrialMerchant } from "@purse/purse";
import type { TestPurse } from "./purse.ts";

/** A charge of 100 fen by the merchant's first user, under an order number of its own. */
export function payment(merchant: TrialMerchant) {
  return {
    channel: "balance",
    wallet_id: merchant.merchant_wallet_id,
    payer_wallet_id: merchant.user_wallet_ids[0]!,
    order_no: randomUUID(),
    amount: 100,
  };
}

/** Puts money into a wallet, or takes it out, as an operator may. */
export async function adjust(
  { house }: Pick<TestPurse, "house">,
  wallet_id: string,
  amount: number,
): Promise<void> {
  const adjustment = { wallet_id, amount, currency: "CNY", reason: "test" } as const;
  const result = await house.core.operate("test", (scope) => adjustBalance(scope, adjustment));
  if (!result.ok) throw result.error;
}
