import type { Failures, Input, Page, PurseApi, Withdrawal } from "@purse/contract";
import { walletOfPath } from "../addressed-wallet.ts";
import type { Scope } from "../ports.ts";
import { viewWithdrawal } from "./view-withdrawal.ts";

type Operation = PurseApi["withdrawals"]["list"];

export function listWithdrawals(
  scope: Scope<Failures<Operation>>,
  { wallet_id, page, count }: Input<Operation>,
): Promise<Page<Withdrawal>> {
  return scope.transaction(async (tx) => {
    const wallet = await walletOfPath(scope, tx, wallet_id);
    const { rows, total } = await tx.withdrawals.list(wallet, { page, count });
    return { items: rows.map(viewWithdrawal), page, count, total };
  });
}
