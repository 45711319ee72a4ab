import type { Transaction, Wallet } from "@purse/contract";
import type { OperatorTx } from "../operator-tx.ts";
import type { BrowsePage, Owned, PostingsPage } from "../operator-views.ts";
import type { OperatorScope } from "../ports.ts";
import type { StoredWallet } from "../stored.ts";
import { viewTransaction } from "../transactions/view-transaction.ts";
import { viewWallets } from "../wallets/view-wallet.ts";
import { type OfMerchant, withMerchants } from "./of-merchant.ts";

/** A wallet with what only operators see of it: whether its books are broken. */
type OperatorsWallet = OfMerchant<Wallet & { readonly is_frozen: boolean }>;

/** Wallets of all merchants with their balances, the newest first. */
export function browseWallets(
  scope: OperatorScope<never>,
  page: BrowsePage,
): Promise<readonly OperatorsWallet[]> {
  return scope.transaction(async (tx) => withBalances(tx, await tx.browse.wallets(page)));
}

/** One wallet with its balances. */
export function lookAtWallet(
  scope: OperatorScope<"wallet_not_exist">,
  { id }: { readonly id: string },
): Promise<OperatorsWallet> {
  return scope.transaction(async (tx) => {
    const [wallet] = await withBalances(tx, await tx.browse.wallets({ id, count: 1 }));
    if (wallet === undefined) throw scope.fail("wallet_not_exist");
    return wallet;
  });
}

/** What moved a wallet's balance, the latest first. */
export async function browsePostings(
  scope: OperatorScope<never>,
  page: PostingsPage,
): Promise<readonly Transaction[]> {
  const postings = await scope.transaction((tx) => tx.postingsOf(page));
  return postings.map(viewTransaction);
}

async function withBalances(
  tx: OperatorTx,
  wallets: readonly Owned<StoredWallet>[],
): Promise<readonly OperatorsWallet[]> {
  const frozen = new Set(wallets.flatMap(({ id, is_frozen }) => (is_frozen ? id : [])));
  const rows: { merchant_id: string; view: Wallet & { is_frozen: boolean } }[] = [];
  for (const [merchant_id, own] of Map.groupBy(wallets, (wallet) => wallet.merchant_id)) {
    const views = await viewWallets(tx.forMerchant(merchant_id), own);
    for (const view of views) {
      rows.push({ merchant_id, view: { ...view, is_frozen: frozen.has(view.id) } });
    }
  }
  const newestFirst = rows.toSorted((one, other) => (one.view.id < other.view.id ? 1 : -1));
  return withMerchants(tx, newestFirst);
}
