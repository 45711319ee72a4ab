import type { Failures, PurseApi, Recharge, RechargeRequest } from "@purse/contract";
import { refuseDisabled, walletOfBody } from "../addressed-wallet.ts";
import { announce } from "../announce.ts";
import { openChannel } from "../channels/access.ts";
import { firstLookSeconds } from "../channels/look-again.ts";
import { pay } from "../channels/payment.ts";
import { refuseUnpayable } from "../channels/refuse-unpayable.ts";
import type { Scope } from "../ports.ts";
import { isSameContent } from "../same-content.ts";
import type { StoredRecharge } from "../stored.ts";
import type { Tx } from "../tx.ts";
import { rechargePayment } from "./recharge-payment.ts";
import { viewRecharge } from "./view-recharge.ts";

type RechargeScope = Scope<Failures<PurseApi["recharges"]["create"]>>;

export async function createRecharge(
  scope: RechargeScope,
  request: RechargeRequest,
): Promise<Recharge> {
  const id = scope.newId("rch");
  refuseUnpayable(scope, request);
  const { recharge, open, isRepeated } = await scope.transaction(async (tx) => {
    const earlier = await earlierRecharge(scope, tx, request);
    if (earlier === undefined) await refuseWallet(scope, tx, request);
    const open = await openChannel(scope, tx, request.channel);
    if (earlier !== undefined) return { recharge: earlier, open, isRepeated: true };
    const recharge = await tx.recharges.insert(newRecharge(scope, id, request));
    await announce(tx, "recharge", recharge, viewRecharge(recharge));
    await tx.jobs.send({ kind: "recharge", id }, firstLookSeconds);
    return { recharge, open, isRepeated: false };
  });
  if (recharge.status !== "created") return viewRecharge(recharge);
  return viewRecharge(await pay(rechargePayment, scope, open, recharge, isRepeated));
}

/** The same order again gets what came of its recharge. */
async function earlierRecharge(
  scope: RechargeScope,
  tx: Tx,
  request: RechargeRequest,
): Promise<StoredRecharge | undefined> {
  const earlier = await tx.recharges.findByOrderNo(request.order_no);
  if (earlier === undefined) return undefined;
  const same = isSameContent(earlier, request, [
    "channel",
    "wallet_id",
    "amount",
    "currency",
    "subject",
    "method",
    "payer_id",
    "expires_in",
  ]);
  if (!same) throw scope.fail("charge_order_no_used", `order_no: of ${earlier.id}`);
  if (earlier.failure !== null) throw scope.fail(earlier.failure.key, earlier.failure.detail);
  const ended = earlier.status === "closed" || earlier.status === "expired";
  if (ended) throw scope.fail("charge_closed", `${earlier.id} is ${earlier.status}`);
  return earlier;
}

async function refuseWallet(
  scope: RechargeScope,
  tx: Tx,
  { wallet_id }: RechargeRequest,
): Promise<void> {
  const wallet = await walletOfBody(scope, tx, wallet_id, "wallet_id");
  if (wallet.type === "merchant") throw scope.fail("wallet_is_merchant", "wallet_id");
  refuseDisabled(scope, wallet, "wallet_id");
}

function newRecharge(scope: RechargeScope, id: string, request: RechargeRequest) {
  const { wallet_id, channel, order_no, amount, currency, subject = null } = request;
  const { method, payer_id = null, expires_in } = request;
  return {
    id,
    wallet_id,
    channel,
    order_no,
    amount,
    currency,
    subject,
    status: "created" as const,
    method,
    payer_id,
    expires_in,
    expires_at: new Date(scope.now().getTime() + expires_in * 1000),
  };
}
