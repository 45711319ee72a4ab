import type { Failures, Input, Output, PurseApi } from "@purse/contract";
import { walletOfPath } from "../addressed-wallet.ts";
import type { Scope } from "../ports.ts";

type Operation = PurseApi["wallets"]["balancesAt"];

/** What a wallet had at a past moment, from its postings alone. */
export function getBalancesAt(
  scope: Scope<Failures<Operation>>,
  { wallet_id, at }: Input<Operation>,
): Promise<Output<Operation>> {
  const moment = new Date(at);
  // Of a moment to come nothing can be said that would stay true.
  if (moment > scope.now())
    throw scope.fail("param_error", "at: expected a moment that has passed");
  return scope.transaction(async (tx) => {
    const wallet = await walletOfPath(scope, tx, wallet_id);
    const balances = await tx.ledger.balancesAt(wallet.id, moment);
    return { wallet_id, at: moment.toISOString(), balances: [...balances] };
  });
}
