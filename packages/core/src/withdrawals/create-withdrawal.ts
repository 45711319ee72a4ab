import type { Failures, PurseApi, Withdrawal, WithdrawalRequest } from "@purse/contract";
import { refuseDisabled, walletOfBody } from "../addressed-wallet.ts";
import { announce } from "../announce.ts";
import type { Scope } from "../ports.ts";
import { isSameContent } from "../same-content.ts";
import type { StoredWithdrawal } from "../stored.ts";
import type { Tx } from "../tx.ts";
import { refuseUnusable } from "../usable-settle.ts";
import { viewWithdrawal } from "./view-withdrawal.ts";

type WithdrawalScope = Scope<Failures<PurseApi["withdrawals"]["create"]>>;

/** Sets the money aside; the payout itself is confirmed by `resolveWithdrawal`. */
export async function createWithdrawal(
  scope: WithdrawalScope,
  request: WithdrawalRequest,
): Promise<Withdrawal> {
  const id = scope.newId("wdr");
  const withdrawal = await scope.transaction(async (tx) => {
    const earlier = await tx.withdrawals.findByNo(request.withdrawal_no);
    if (earlier !== undefined) return repeated(scope, earlier, request);
    await refuseParties(scope, tx, request);
    const { wallet_id, amount, currency } = request;
    const stored = await tx.withdrawals.insert({ id, ...request });
    const held = await tx.ledger.hold({ reference: id, wallet_id, amount, currency });
    if (held === "short") throw scope.fail("balance_insufficient", "wallet_id");
    await announce(tx, "withdrawal", stored, viewWithdrawal(stored));
    return stored;
  });
  return viewWithdrawal(withdrawal);
}

function repeated(
  scope: WithdrawalScope,
  earlier: StoredWithdrawal,
  request: WithdrawalRequest,
): StoredWithdrawal {
  const same = isSameContent(earlier, request, ["wallet_id", "settle_id", "amount", "currency"]);
  if (!same) throw scope.fail("charge_order_no_used", `withdrawal_no: of ${earlier.id}`);
  return earlier;
}

async function refuseParties(
  scope: WithdrawalScope,
  tx: Tx,
  { wallet_id, settle_id }: WithdrawalRequest,
): Promise<void> {
  const wallet = await walletOfBody(scope, tx, wallet_id, "wallet_id");
  refuseDisabled(scope, wallet, "wallet_id");
  const settle = await tx.settles.find(settle_id);
  if (settle === undefined) throw scope.fail("settle_not_exist");
  refuseUnusable(scope, settle);
  if (!(await tx.settles.isBound(settle_id, wallet_id)))
    throw scope.fail("settle_wallet_not_bound");
}
