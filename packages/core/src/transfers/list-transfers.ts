import type { Failures, Input, Page, PurseApi, Transfer } from "@purse/contract";
import { walletOfPath } from "../addressed-wallet.ts";
import type { Scope } from "../ports.ts";
import { viewTransfer } from "./view-transfer.ts";

type Operation = PurseApi["transfers"]["list"];

export function listTransfers(
  scope: Scope<Failures<Operation>>,
  { wallet_id, page, count }: Input<Operation>,
): Promise<Page<Transfer>> {
  return scope.transaction(async (tx) => {
    const wallet = await walletOfPath(scope, tx, wallet_id);
    const { rows, total } = await tx.transfers.list(wallet, { page, count });
    return { items: rows.map(viewTransfer), page, count, total };
  });
}
