import { announce } from "../announce.ts";
import type { RefundOutcome, RefundQueryOutcome } from "../channels/channel.ts";
import { bookHeld } from "../ledger/book.ts";
import { move } from "../ledger/entry.ts";
import { type LedgerAct, stepOf } from "../machine.ts";
import type { ChannelScope } from "../ports.ts";
import { addRefunded, announceRefunded, stopRefunding } from "../refunded-charge.ts";
import { keptRefusal } from "../refusal.ts";
import type { StoredCharge, StoredRefund } from "../stored.ts";
import type { Tx } from "../tx.ts";
import { type RefundEvent, refundMachine } from "./refund-machine.ts";
import { viewRefund } from "./view-refund.ts";

export type SettleScope = ChannelScope<"refund_unexpected_status">;

/** Keeps what a channel says of a refund, whoever brings it: the first word that ends it counts. */
export async function settleRefund(
  scope: SettleScope,
  refund: StoredRefund,
  outcome: RefundOutcome | RefundQueryOutcome,
): Promise<StoredRefund> {
  const event = eventOf(outcome);
  if (event === undefined) return refund;
  return scope.transaction(async (tx) => {
    // The charge first, as whoever makes a refund locks it.
    const charge = await tx.charges.lock(refund.charge_id);
    const locked = await tx.refunds.lock(refund.id);
    if (charge === undefined || locked === undefined) throw new Error(`${refund.id} is gone`);
    const step = stepOf(refundMachine, scope, locked, event);
    if (step === undefined) return locked;
    await book(tx, charge, locked, step.act);
    const failure = outcome.state === "refused" ? failureOf(outcome) : null;
    const settled = await tx.refunds.change(refund.id, { status: step.next, failure });
    await announce(tx, "refund", settled, viewRefund(settled));
    return settled;
  });
}

function eventOf(outcome: RefundOutcome | RefundQueryOutcome): RefundEvent | undefined {
  switch (outcome.state) {
    case "unknown":
      return undefined;
    case "succeeded":
      return "succeed";
    case "waiting":
      return "wait";
    case "refused":
      return eventOfRefusal(outcome.key);
  }
}

function eventOfRefusal(
  key: Extract<RefundQueryOutcome, { state: "refused" }>["key"],
): RefundEvent | undefined {
  switch (key) {
    // It never got there; the worker sends it again.
    case "refund_not_found":
      return undefined;
    case "refund_failed":
    case "refund_retry":
      return "fail";
    case "refund_manual_intervention":
      return "need_manual";
    default:
      return "refuse";
  }
}

function failureOf(
  refused: Extract<RefundOutcome | RefundQueryOutcome, { state: "refused" }>,
): StoredRefund["failure"] {
  const { key, ...rest } = keptRefusal(refused);
  return key === "refund_not_found" ? null : { key, ...rest };
}

async function book(
  tx: Tx,
  charge: StoredCharge,
  { id, wallet_id, channel, amount, currency }: StoredRefund,
  act: LedgerAct | undefined,
): Promise<void> {
  if (act === "capture") {
    if (channel === "balance") throw new Error(`${id} goes through no channel`);
    const [from, to] = [{ wallet: wallet_id }, { system: channel }];
    const refunded = await addRefunded(tx, charge, amount, true);
    await bookHeld(tx, move("refund", id, amount, currency, from, to));
    await announceRefunded(tx, refunded);
  } else if (act === "release") {
    await stopRefunding(tx, charge, amount);
    await tx.ledger.release(id);
  }
}
