import type { Wallet } from "@purse/contract";
import type { BrowsePage } from "../operator-views.ts";
import type { OperatorScope } from "../ports.ts";
import { viewWallets } from "../wallets/view-wallet.ts";
import { type OfMerchant, withMerchants } from "./of-merchant.ts";

/** Wallets of all merchants with their balances, the newest first. */
export function browseWallets(
  scope: OperatorScope<never>,
  page: BrowsePage,
): Promise<readonly OfMerchant<Wallet>[]> {
  return scope.transaction(async (tx) => {
    const wallets = await tx.browse.wallets(page);
    const rows: { merchant_id: string; view: Wallet }[] = [];
    for (const [merchant_id, own] of Map.groupBy(wallets, (wallet) => wallet.merchant_id)) {
      const views = await viewWallets(tx.forMerchant(merchant_id), own);
      rows.push(...views.map((view) => ({ merchant_id, view })));
    }
    const newestFirst = rows.toSorted((one, other) => (one.view.id < other.view.id ? 1 : -1));
    return withMerchants(tx, newestFirst);
  });
}
