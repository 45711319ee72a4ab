import type { Failures, Input, Page, PurseApi, Refund } from "@purse/contract";
import { walletOfPath } from "../addressed-wallet.ts";
import type { Scope } from "../ports.ts";
import { viewRefund } from "./view-refund.ts";

type Operation = PurseApi["refunds"]["list"];

export function listRefunds(
  scope: Scope<Failures<Operation>>,
  { wallet_id, page, count }: Input<Operation>,
): Promise<Page<Refund>> {
  return scope.transaction(async (tx) => {
    const wallet = await walletOfPath(scope, tx, wallet_id);
    const { rows, total } = await tx.refunds.list(wallet, { page, count });
    return { items: rows.map(viewRefund), page, count, total };
  });
}
