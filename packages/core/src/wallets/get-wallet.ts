import type { Failures, Input, PurseApi, Wallet } from "@purse/contract";
import { walletOfPath } from "../addressed-wallet.ts";
import type { Scope } from "../ports.ts";
import { viewWallet } from "./view-wallet.ts";

type Operation = PurseApi["wallets"]["get"];

export function getWallet(
  scope: Scope<Failures<Operation>>,
  { wallet_id }: Input<Operation>,
): Promise<Wallet> {
  return scope.transaction(async (tx) => {
    const wallet = await walletOfPath(scope, tx, wallet_id);
    return viewWallet(wallet, await tx.wallets.balances([wallet.id]));
  });
}
