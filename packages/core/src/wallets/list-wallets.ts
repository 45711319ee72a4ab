import type { Failures, Input, Page, PurseApi, Wallet } from "@purse/contract";
import { walletOfPath } from "../addressed-wallet.ts";
import type { Scope } from "../ports.ts";
import { viewWallets } from "./view-wallet.ts";

type Operation = PurseApi["wallets"]["list"];

export function listWallets(
  scope: Scope<Failures<Operation>>,
  { wallet_id, ...range }: Input<Operation>,
): Promise<Page<Wallet>> {
  return scope.snapshot(async (tx) => {
    const wallet = await walletOfPath(scope, tx, wallet_id);
    if (wallet.type !== "merchant") {
      throw scope.fail("param_error", "wallet_id: expected a merchant wallet");
    }
    const { rows, total } = await tx.wallets.listUsers(range);
    const { page, count } = range;
    return { items: await viewWallets(tx, rows), page, count, total };
  });
}
