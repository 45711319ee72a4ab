import type { Currency } from "@purse/contract";
import { move } from "../ledger/entry.ts";
import type { OperatorScope } from "../ports.ts";

export interface Adjustment {
  readonly wallet_id: string;
  /** Minor units: positive into the wallet, negative out of it. */
  readonly amount: number;
  readonly currency: Currency;
  readonly reason: string;
}

type Errors = "request_body_walletid_not_exist" | "balance_insufficient" | "param_error";

/** Corrects a wallet's balance against the merchant's adjustment account, and says so in the audit log. */
export async function adjustBalance(
  scope: OperatorScope<Errors>,
  { wallet_id, amount, currency, reason }: Adjustment,
): Promise<{ readonly id: string; readonly available: number }> {
  const id = scope.newId("adj");
  return scope.transaction(async (tx) => {
    const merchantId = await tx.merchantOfWallet(wallet_id);
    if (merchantId === undefined) {
      throw scope.fail("request_body_walletid_not_exist", "wallet_id");
    }
    const merchantTx = tx.forMerchant(merchantId);
    const wallet = { wallet: wallet_id };
    const correction = { system: "adjustment" } as const;
    const [from, to] = amount < 0 ? [wallet, correction] : [correction, wallet];
    const entry = move("adjustment", id, Math.abs(amount), currency, from, to);
    const posted = await merchantTx.ledger.post(entry);
    if (posted === "short") throw scope.fail("balance_insufficient", "wallet_id");
    if (posted === "full")
      throw scope.fail("param_error", "amount: the wallet cannot hold so much");
    const detail = { wallet_id, amount, currency, reason };
    await tx.audit({ actor: scope.actor, action: "balance.adjust", subject: id, detail });
    const balances = await merchantTx.wallets.balances([wallet_id]);
    const balance = balances.find((each) => each.currency === currency);
    return { id, available: balance?.available ?? 0 };
  });
}
