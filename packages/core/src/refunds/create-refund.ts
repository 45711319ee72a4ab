import type { Failures, PurseApi, Refund, RefundRequest } from "@purse/contract";
import { refuseDisabled } from "../addressed-wallet.ts";
import { move } from "../ledger/entry.ts";
import type { Scope, Tx } from "../ports.ts";
import { isSameContent } from "../same-content.ts";
import type { StoredCharge, StoredRefund } from "../stored.ts";
import { viewRefund } from "./view-refund.ts";

type RefundScope = Scope<Failures<PurseApi["refunds"]["create"]>>;

export async function createRefund(scope: RefundScope, request: RefundRequest): Promise<Refund> {
  const id = scope.newId("ref");
  const refund = await scope.transaction(async (tx) => {
    const charge = await tx.charges.lock(request.charge_id);
    // Looked up behind the charge's lock, where a twin of this request has already finished.
    const earlier = await tx.refunds.findByRefundNo(request.refund_no);
    if (earlier !== undefined) return repeated(scope, earlier, request);
    if (charge === undefined) {
      throw scope.fail("resource_not_exist", "charge_id: no such charge");
    }
    refuseExcess(scope, charge, request.amount);
    return returnToPayer(scope, tx, charge, { ...request, id });
  });
  return viewRefund(refund);
}

function repeated(scope: RefundScope, earlier: StoredRefund, request: RefundRequest): StoredRefund {
  const same = isSameContent(earlier, request, ["charge_id", "amount", "reason"]);
  if (!same) throw scope.fail("charge_order_no_used", `refund_no: of ${earlier.id}`);
  return earlier;
}

function refuseExcess(scope: RefundScope, charge: StoredCharge, amount: number): void {
  const left = charge.amount - charge.amount_refunded;
  if (amount > left) throw scope.fail("refund_amount_exceeded", `amount: ${left} is left`);
}

async function returnToPayer(
  scope: RefundScope,
  tx: Tx,
  charge: StoredCharge,
  { id, refund_no, amount, reason }: RefundRequest & { id: string },
): Promise<StoredRefund> {
  const { wallet_id, payer_wallet_id, currency } = charge;
  if (payer_wallet_id === null) throw new Error(`charge ${charge.id} by balance has no payer`);
  await refuseDisabledParties(scope, tx, { wallet_id, payer_wallet_id });
  const refund = await tx.refunds.insert({
    id,
    charge_id: charge.id,
    wallet_id,
    payer_wallet_id,
    refund_no,
    amount,
    currency,
    reason: reason ?? null,
    status: "succeeded",
  });
  await tx.charges.addRefunded(charge.id, amount);
  const from = { wallet: wallet_id };
  const to = { wallet: payer_wallet_id };
  const posted = await tx.ledger.post(move("refund", id, amount, currency, from, to));
  if (posted === "short") throw scope.fail("balance_insufficient", "of the merchant wallet");
  if (posted === "full") throw scope.fail("param_error", "amount: the payer cannot hold so much");
  return refund;
}

async function refuseDisabledParties(
  scope: RefundScope,
  tx: Tx,
  parties: Readonly<Record<"wallet_id" | "payer_wallet_id", string>>,
): Promise<void> {
  for (const [field, id] of Object.entries(parties)) {
    const lookup = await tx.wallets.find(id);
    if (lookup.found === "own") refuseDisabled(scope, lookup.wallet, `${field} of the charge`);
  }
}
