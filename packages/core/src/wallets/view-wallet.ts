import type { Wallet } from "@purse/contract";
import type { StoredBalance, StoredWallet } from "../stored.ts";
import type { Tx } from "../tx.ts";

/** Wallets as the API shows them, each with its balances. */
export async function viewWallets(tx: Tx, wallets: readonly StoredWallet[]): Promise<Wallet[]> {
  const balances = await tx.wallets.balances(wallets.map((wallet) => wallet.id));
  const byWallet = Map.groupBy(balances, (balance) => balance.wallet_id);
  return wallets.map((wallet) => viewWallet(wallet, byWallet.get(wallet.id) ?? []));
}

export function viewWallet(wallet: StoredWallet, balances: readonly StoredBalance[]): Wallet {
  return {
    id: wallet.id,
    type: wallet.type,
    name: wallet.name,
    status: wallet.status,
    has_payment_password: wallet.has_payment_password,
    balances: balances.map(({ currency, available, held }) => ({ currency, available, held })),
    created_at: wallet.created_at.toISOString(),
  };
}
