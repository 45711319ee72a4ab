import type { Failures, Input, PurseApi, Wallet } from "@purse/contract";
import { walletOfPath } from "../addressed-wallet.ts";
import type { Scope } from "../ports.ts";
import { viewWallet } from "./view-wallet.ts";
import { walletMachine } from "./wallet-machine.ts";

type Operation = PurseApi["wallets"]["disable"];
type SetStatus = (scope: Scope<Failures<Operation>>, input: Input<Operation>) => Promise<Wallet>;

function setStatus(event: "disable" | "enable"): SetStatus {
  return (scope, { wallet_id }) =>
    scope.transaction(async (tx) => {
      const found = await walletOfPath(scope, tx, wallet_id);
      const step = walletMachine[found.status][event];
      const wallet = step === "stay" ? found : await tx.wallets.setStatus(found.id, step.next);
      return viewWallet(wallet, await tx.wallets.balances([found.id]));
    });
}

export const disableWallet = setStatus("disable");
export const enableWallet = setStatus("enable");
