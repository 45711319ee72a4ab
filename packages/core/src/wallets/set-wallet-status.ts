import type { Failures, Input, PurseApi, Wallet, WalletStatus } from "@purse/contract";
import { walletOfPath } from "../addressed-wallet.ts";
import type { Scope } from "../ports.ts";
import { viewWallet } from "./view-wallet.ts";

type Operation = PurseApi["wallets"]["disable"];
type SetStatus = (scope: Scope<Failures<Operation>>, input: Input<Operation>) => Promise<Wallet>;

function setStatus(status: WalletStatus): SetStatus {
  return (scope, { wallet_id }) =>
    scope.transaction(async (tx) => {
      const { id } = await walletOfPath(scope, tx, wallet_id);
      const wallet = await tx.wallets.setStatus(id, status);
      return viewWallet(wallet, await tx.wallets.balances([id]));
    });
}

export const disableWallet = setStatus("disabled");
export const enableWallet = setStatus("active");
