import type { Charge, ChargeRequest, PaymentChannel } from "@purse/contract";
import { announce } from "../announce.ts";
import { openChannel } from "../channels/access.ts";
import { firstLookSeconds } from "../channels/look-again.ts";
import { pay } from "../channels/payment.ts";
import { refuseUnpayable } from "../channels/refuse-unpayable.ts";
import { feeOf } from "../ledger/fee.ts";
import type { StoredCharge, StoredWallet } from "../stored.ts";
import { chargePayment } from "./charge-payment.ts";
import { type ChargeScope, earlierCharge, payeeOf } from "./charge-request.ts";
import { payByBalance } from "./pay-by-balance.ts";
import { viewCharge } from "./view-charge.ts";

export async function createCharge(scope: ChargeScope, request: ChargeRequest): Promise<Charge> {
  const { channel } = request;
  const charge =
    channel === "balance"
      ? await payByBalance(scope, request)
      : await payThroughChannel(scope, request, channel);
  return viewCharge(charge);
}

/** The intent is committed before the channel is asked, the outcome behind its answer. */
async function payThroughChannel(
  scope: ChargeScope,
  request: ChargeRequest,
  channel: PaymentChannel,
): Promise<StoredCharge> {
  const id = scope.newId("chg");
  refuseUnpayable(scope, request);
  const { charge, open, isRepeated } = await scope.transaction(async (tx) => {
    const earlier = await earlierCharge(scope, tx, request);
    if (earlier !== undefined) {
      return { charge: earlier, open: await openChannel(scope, tx, channel), isRepeated: true };
    }
    const payee = await payeeOf(scope, tx, request);
    const open = await openChannel(scope, tx, channel);
    const charge = await tx.charges.insert(newCharge(scope, id, request, payee, open.fee_bps));
    await announce(tx, "charge", charge, viewCharge(charge));
    await tx.jobs.send({ kind: "charge", id }, firstLookSeconds);
    return { charge, open, isRepeated: false };
  });
  // Of an order that came before the channel has been asked already, unless nothing came of it.
  if (charge.status !== "created") return charge;
  return pay(chargePayment, scope, open, charge, isRepeated);
}

function newCharge(
  scope: ChargeScope,
  id: string,
  request: ChargeRequest,
  payee: StoredWallet,
  feeBps: number,
) {
  const { channel, order_no, amount, currency, subject = null } = request;
  const { method, payer_id = null, expires_in } = request;
  return {
    id,
    wallet_id: payee.id,
    payer_wallet_id: null,
    channel,
    order_no,
    amount,
    currency,
    fee: feeOf(amount, feeBps),
    subject,
    status: "created" as const,
    method,
    payer_id,
    expires_in,
    expires_at: new Date(scope.now().getTime() + expires_in * 1000),
  };
}
