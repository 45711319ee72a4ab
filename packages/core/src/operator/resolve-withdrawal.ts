import { announce } from "../announce.ts";
import { bookHeld } from "../ledger/book.ts";
import { move } from "../ledger/entry.ts";
import { type LedgerAct, stepOf } from "../machine.ts";
import type { OperatorScope } from "../ports.ts";
import type { StoredWithdrawal } from "../stored.ts";
import type { Tx } from "../tx.ts";
import { viewWithdrawal } from "../withdrawals/view-withdrawal.ts";
import { withdrawalMachine } from "../withdrawals/withdrawal-machine.ts";

export interface WithdrawalOutcome {
  readonly withdrawal_id: string;
  readonly outcome: "succeeded" | "failed";
}

type Errors = "resource_not_exist" | "param_error";

/**
 * Ends a withdrawal: the held money leaves the wallet, or is free again. The first outcome
 * stays; saying it again does no harm, saying another is refused.
 */
export function resolveWithdrawal(
  scope: OperatorScope<Errors>,
  { withdrawal_id, outcome }: WithdrawalOutcome,
): Promise<StoredWithdrawal> {
  return scope.transaction(async (tx) => {
    const merchantId = await tx.merchantOfWithdrawal(withdrawal_id);
    const merchantTx = merchantId === undefined ? undefined : tx.forMerchant(merchantId);
    const withdrawal = await merchantTx?.withdrawals.lock(withdrawal_id);
    if (merchantTx === undefined || withdrawal === undefined) {
      throw scope.fail("resource_not_exist", "withdrawal_id: no such withdrawal");
    }
    const event = outcome === "succeeded" ? "succeed" : "fail";
    const step = stepOf(withdrawalMachine, scope, withdrawal, event);
    if (step === undefined) return withdrawal;
    await settleHold(merchantTx, withdrawal, step.act);
    const detail = { outcome, amount: withdrawal.amount, currency: withdrawal.currency };
    const action = "withdrawal.resolve";
    await tx.audit({ actor: scope.actor, action, subject: withdrawal_id, detail });
    const resolved = await merchantTx.withdrawals.resolve(withdrawal_id, step.next);
    await announce(merchantTx, "withdrawal", resolved, viewWithdrawal(resolved));
    return resolved;
  });
}

async function settleHold(
  tx: Tx,
  { id, wallet_id, amount, currency }: StoredWithdrawal,
  act: LedgerAct | undefined,
): Promise<void> {
  if (act === "release") return tx.ledger.release(id);
  const from = { wallet: wallet_id };
  const to = { system: "settlement" } as const;
  await bookHeld(tx, move("withdrawal", id, amount, currency, from, to));
}
