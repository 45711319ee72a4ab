import type { Wallet } from "@purse/contract";
import type { OperatorScope } from "../ports.ts";
import type { BrowsePage, Merchant, OperatorTx } from "../tx.ts";
import { viewWallets } from "../wallets/view-wallet.ts";

/** Something of a merchant's, as the API shows it, with whose it is. */
export type OfMerchant<View> = View & { readonly merchant: Merchant };

/** Wallets of all merchants with their balances, the newest first. */
export function browseWallets(
  scope: OperatorScope<never>,
  page: BrowsePage,
): Promise<readonly OfMerchant<Wallet>[]> {
  return scope.transaction(async (tx) => {
    const wallets = await tx.browse.wallets(page);
    const views = new Map<string, Wallet>();
    for (const [merchantId, own] of Map.groupBy(wallets, (wallet) => wallet.merchant_id)) {
      for (const view of await viewWallets(tx.forMerchant(merchantId), own)) {
        views.set(view.id, view);
      }
    }
    return withMerchants(
      tx,
      wallets.flatMap(({ id, merchant_id }) => {
        const view = views.get(id);
        return view === undefined ? [] : [{ merchant_id, view }];
      }),
    );
  });
}

/** Puts to each view the merchant that it belongs to. */
async function withMerchants<View>(
  tx: OperatorTx,
  rows: readonly { readonly merchant_id: string; readonly view: View }[],
): Promise<readonly OfMerchant<View>[]> {
  const ids = new Set(rows.map(({ merchant_id }) => merchant_id));
  const merchants = new Map((await tx.merchants.find([...ids])).map((each) => [each.id, each]));
  return rows.map(({ merchant_id, view }) => {
    const merchant = merchants.get(merchant_id);
    if (merchant === undefined) throw new Error(`${merchant_id} is gone`);
    return { ...view, merchant };
  });
}
