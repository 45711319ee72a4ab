import { move } from "../ledger/entry.ts";
import type { OperatorScope, Tx } from "../ports.ts";
import type { StoredWithdrawal } from "../stored.ts";

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
    if (withdrawal.status === outcome) return withdrawal;
    if (withdrawal.status !== "pending") {
      throw scope.fail("param_error", `outcome: it has ${withdrawal.status}`);
    }
    await settleHold(merchantTx, withdrawal, outcome);
    const detail = { outcome, amount: withdrawal.amount, currency: withdrawal.currency };
    const action = "withdrawal.resolve";
    await tx.audit({ actor: scope.actor, action, subject: withdrawal_id, detail });
    return merchantTx.withdrawals.resolve(withdrawal_id, outcome);
  });
}

async function settleHold(
  tx: Tx,
  { id, wallet_id, amount, currency }: StoredWithdrawal,
  outcome: WithdrawalOutcome["outcome"],
): Promise<void> {
  if (outcome === "failed") return tx.ledger.release(id);
  const from = { wallet: wallet_id };
  const to = { system: "settlement" } as const;
  const posted = await tx.ledger.capture(move("withdrawal", id, amount, currency, from, to));
  if (posted !== "posted") throw new Error(`the hold of ${id} does not cover it: ${posted}`);
}
