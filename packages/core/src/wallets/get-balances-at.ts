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
  return scope.transaction(async (tx) => {
    const wallet = await walletOfPath(scope, tx, wallet_id);
    const balances = await tx.ledger.balancesAt(wallet.id, moment);
    // Of a moment to come nothing can be said that would stay true.
    if (balances === "to_come") {
      throw scope.fail("param_error", "at: expected a moment that has passed");
    }
    return { wallet_id, at: moment.toISOString(), balances: [...balances] };
  });
}
