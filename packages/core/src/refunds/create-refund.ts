import type { Failures, PurseApi, Refund, RefundRequest } from "@purse/contract";
import { refuseDisabled } from "../addressed-wallet.ts";
import { announce } from "../announce.ts";
import { type OpenChannel, openChannel } from "../channels/access.ts";
import type { RefundOutcome, RefundQueryOutcome } from "../channels/channel.ts";
import { confirmRefusal } from "../channels/confirm-refusal.ts";
import { firstLookSeconds } from "../channels/look-again.ts";
import { move } from "../ledger/entry.ts";
import type { Scope } from "../ports.ts";
import { addRefunded, announceRefunded, refuseExcess, startRefunding } from "../refunded-charge.ts";
import { isSameContent } from "../same-content.ts";
import type { StoredCharge, StoredRefund } from "../stored.ts";
import type { Tx } from "../tx.ts";
import { askAboutRefund, askForRefund } from "./ask-refund.ts";
import { settleRefund } from "./settle-refund.ts";
import { viewRefund } from "./view-refund.ts";

type RefundScope = Scope<Failures<PurseApi["refunds"]["create"]>>;

interface Begun {
  readonly charge: StoredCharge;
  readonly refund: StoredRefund;
  /** Undefined for one by balance. */
  readonly open?: OpenChannel;
  /** The channel may have been asked for it before. */
  readonly isRepeated?: boolean;
}

export async function createRefund(scope: RefundScope, request: RefundRequest): Promise<Refund> {
  const id = scope.newId("ref");
  const begun = await scope.transaction((tx) => begin(scope, tx, id, request));
  const { charge, refund, open, isRepeated = false } = begun;
  if (open === undefined || refund.status !== "pending") return answer(scope, refund);
  const asked = await askForRefund(open, charge, refund);
  const query = () => askAboutRefund(open, refund);
  const outcome = await confirmRefusal(asked, isRepeated, "refund_not_found", query);
  return answer(scope, await settleRefund(scope, refund, outcome), outcome);
}

async function begin(
  scope: RefundScope,
  tx: Tx,
  id: string,
  request: RefundRequest,
): Promise<Begun> {
  const charge = await tx.charges.lock(request.charge_id);
  // Looked up behind the charge's lock, where a twin of this request has already finished.
  const earlier = await tx.refunds.findByRefundNo(request.refund_no);
  if (earlier !== undefined) refuseOtherContent(scope, earlier, request);
  if (charge === undefined) throw scope.fail("resource_not_exist", "charge_id: no such charge");
  const { channel } = charge;
  if (channel === "balance") {
    return { charge, refund: earlier ?? (await returnByBalance(scope, tx, charge, id, request)) };
  }
  const open = await openChannel(scope, tx, channel);
  const isRepeated = earlier !== undefined;
  return {
    charge,
    open,
    isRepeated,
    refund: earlier ?? (await hold(scope, tx, charge, id, request)),
  };
}

/** What came of a refund, as its request is answered however often it comes. */
function answer(
  scope: RefundScope,
  refund: StoredRefund,
  outcome?: RefundOutcome | RefundQueryOutcome,
): Refund {
  if (refund.failure !== null) throw scope.fail(refund.failure.key, refund.failure.detail);
  if (refund.status === "wait_operation") throw scope.fail("refund_wait_operation", refund.id);
  if (refund.status === "succeeded") return viewRefund(refund);
  if (outcome?.state !== "unknown" || outcome.key === "query_right_error") {
    throw scope.fail("refund_pending", refund.id);
  }
  const detail = outcome.detail === undefined ? refund.id : `${refund.id}: ${outcome.detail}`;
  throw scope.fail(outcome.key, detail);
}

function refuseOtherContent(
  scope: RefundScope,
  earlier: StoredRefund,
  request: RefundRequest,
): void {
  const same = isSameContent(earlier, request, ["charge_id", "amount", "reason"]);
  if (!same) throw scope.fail("charge_order_no_used", `refund_no: of ${earlier.id}`);
}

function newRefund(charge: StoredCharge, id: string, { refund_no, amount, reason }: RefundRequest) {
  const { wallet_id, payer_wallet_id, channel, currency } = charge;
  const parties = { charge_id: charge.id, wallet_id, payer_wallet_id, channel };
  return { id, ...parties, refund_no, amount, currency, reason: reason ?? null };
}

/** The intent of a refund through a channel: its money is held before the channel is asked. */
async function hold(
  scope: RefundScope,
  tx: Tx,
  charge: StoredCharge,
  id: string,
  request: RefundRequest,
): Promise<StoredRefund> {
  const { amount } = request;
  const { wallet_id, currency } = charge;
  refuseExcess(scope, charge, amount);
  await refuseDisabledParties(scope, tx, { wallet_id });
  const refund = await tx.refunds.insert({ ...newRefund(charge, id, request), status: "pending" });
  await startRefunding(tx, charge, amount);
  const held = await tx.ledger.hold({ reference: id, wallet_id, amount, currency });
  if (held === "short") throw scope.fail("balance_insufficient", "of the merchant wallet");
  await announce(tx, "refund", refund, viewRefund(refund));
  await tx.jobs.send({ kind: "refund", id }, firstLookSeconds);
  return refund;
}

async function returnByBalance(
  scope: RefundScope,
  tx: Tx,
  charge: StoredCharge,
  id: string,
  request: RefundRequest,
): Promise<StoredRefund> {
  const { amount } = request;
  const { wallet_id, payer_wallet_id, currency } = charge;
  refuseExcess(scope, charge, amount);
  if (payer_wallet_id === null) throw new Error(`charge ${charge.id} by balance has no payer`);
  await refuseDisabledParties(scope, tx, { wallet_id, payer_wallet_id });
  const refund = await tx.refunds.insert({
    ...newRefund(charge, id, request),
    status: "succeeded",
  });
  const refunded = await addRefunded(tx, charge, amount, false);
  const [from, to] = [{ wallet: wallet_id }, { wallet: payer_wallet_id }];
  const posted = await tx.ledger.post(move("refund", id, amount, currency, from, to));
  if (posted === "short") throw scope.fail("balance_insufficient", "of the merchant wallet");
  if (posted === "full") throw scope.fail("param_error", "amount: the payer cannot hold so much");
  await announceRefunded(tx, refunded);
  await announce(tx, "refund", refund, viewRefund(refund));
  return refund;
}

async function refuseDisabledParties(
  scope: RefundScope,
  tx: Tx,
  parties: Readonly<Record<string, string>>,
): Promise<void> {
  for (const [field, id] of Object.entries(parties)) {
    const lookup = await tx.wallets.find(id);
    if (lookup.found === "own") refuseDisabled(scope, lookup.wallet, `${field} of the charge`);
  }
}
