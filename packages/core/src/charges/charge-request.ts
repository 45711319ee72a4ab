import type { ChargeRequest, Failures, PurseApi } from "@purse/contract";
import { refuseDisabled, walletOfBody } from "../addressed-wallet.ts";
import type { Scope } from "../ports.ts";
import { isSameContent } from "../same-content.ts";
import type { StoredCharge, StoredWallet } from "../stored.ts";
import type { SharedTx } from "../tx.ts";

// What every charge is held against, however it is paid.

export type ChargeScope = Scope<Failures<PurseApi["charges"]["create"]>>;

/** The same order again gets what came of its charge, as long as that has not come to its end. */
export async function earlierCharge(
  scope: ChargeScope,
  tx: Pick<SharedTx, "charges">,
  request: ChargeRequest,
): Promise<StoredCharge | undefined> {
  const earlier = await tx.charges.findByOrderNo(request.order_no);
  if (earlier === undefined) return undefined;
  const ofChannel = ["method", "payer_id", "expires_in"] as const;
  const same = isSameContent(earlier, request, [
    "channel",
    "wallet_id",
    "payer_wallet_id",
    "amount",
    "currency",
    "subject",
    ...(request.channel === "balance" ? [] : ofChannel),
  ]);
  if (!same) throw scope.fail("charge_order_no_used", `order_no: of ${earlier.id}`);
  if (earlier.failure !== null) throw scope.fail(earlier.failure.key, earlier.failure.detail);
  const ended = ["closed", "expired", "refunded"].includes(earlier.status);
  if (ended) throw scope.fail("charge_closed", `${earlier.id} is ${earlier.status}`);
  return earlier;
}

/** The merchant wallet that a charge pays. */
export async function payeeOf(
  scope: ChargeScope,
  tx: Pick<SharedTx, "wallets">,
  { wallet_id }: ChargeRequest,
): Promise<StoredWallet> {
  const payee = await walletOfBody(scope, tx, wallet_id, "wallet_id");
  if (payee.type !== "merchant") {
    throw scope.fail("param_error", "wallet_id: expected a merchant wallet");
  }
  refuseDisabled(scope, payee, "wallet_id");
  return payee;
}
