import type { Failures, Input, PurseApi, Settle } from "@purse/contract";
import { refuseDisabled, walletOfBody } from "../addressed-wallet.ts";
import type { Scope } from "../ports.ts";
import { refuseUnusable } from "../usable-settle.ts";
import { viewSettle } from "./view-settle.ts";

type Operation = PurseApi["settles"]["bind"];

export function bindSettle(
  scope: Scope<Failures<Operation>>,
  { id, wallet_id }: Input<Operation>,
): Promise<Settle> {
  return scope.conclude(async (tx) => {
    const settle = await tx.settles.lock(id);
    if (settle === undefined) throw scope.fail("settle_not_exist");
    refuseUnusable(scope, settle);
    const wallet = await walletOfBody(scope, tx, wallet_id, "wallet_id");
    refuseDisabled(scope, wallet, "wallet_id");
    const bound = await tx.settles.bind(settle, wallet_id);
    if (!bound) throw scope.fail("settle_wallet_already_bind");
    return viewSettle(settle);
  });
}
