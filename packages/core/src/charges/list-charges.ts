import type { Charge, Failures, Input, Page, PurseApi } from "@purse/contract";
import { walletOfPath } from "../addressed-wallet.ts";
import type { Scope } from "../ports.ts";
import { viewCharge } from "./view-charge.ts";

type Operation = PurseApi["charges"]["list"];

export function listCharges(
  scope: Scope<Failures<Operation>>,
  { wallet_id, page, count }: Input<Operation>,
): Promise<Page<Charge>> {
  return scope.transaction(async (tx) => {
    const wallet = await walletOfPath(scope, tx, wallet_id);
    const { rows, total } = await tx.charges.list(wallet, { page, count });
    return { items: rows.map(viewCharge), page, count, total };
  });
}
