import type { Failures, Input, Page, PurseApi, Settle } from "@purse/contract";
import { walletOfPath } from "../addressed-wallet.ts";
import type { Scope } from "../ports.ts";
import { viewSettle } from "./view-settle.ts";

type Operation = PurseApi["settles"]["list"];

export function listSettles(
  scope: Scope<Failures<Operation>>,
  { wallet_id, page, count }: Input<Operation>,
): Promise<Page<Settle>> {
  return scope.transaction(async (tx) => {
    const wallet = await walletOfPath(scope, tx, wallet_id);
    const { rows, total } = await tx.settles.list(wallet, { page, count });
    return { items: rows.map(viewSettle), page, count, total };
  });
}
