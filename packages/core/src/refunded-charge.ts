import type { ErrorKey } from "@purse/contract";
import { announce } from "./announce.ts";
import { chargeMachine } from "./charges/charge-machine.ts";
import { viewCharge } from "./charges/view-charge.ts";
import { stepOf } from "./machine.ts";
import type { Fail } from "./ports.ts";
import type { StoredCharge } from "./stored.ts";
import type { Tx } from "./tx.ts";

// What refunds do to their charge. Whoever calls holds the charge's lock.

/** Refuses a refund of a charge that is not paid, or of more than what is left of it. */
export function refuseExcess(
  scope: { readonly fail: Fail<"charge_closed" | "refund_amount_exceeded"> },
  charge: StoredCharge,
  amount: number,
): void {
  const { start_refund: step } = chargeMachine[charge.status];
  if (step !== "stay" && step.refused === "charge_closed") {
    throw scope.fail("charge_closed", `it is ${charge.status}`);
  }
  const { amount: paid, amount_refunded, amount_refunding } = charge;
  const left = step === "stay" ? paid - amount_refunded - amount_refunding : 0;
  if (amount > left) throw scope.fail("refund_amount_exceeded", `amount: ${left} is left`);
}

/** Keeps part of a charge for a refund whose outcome is open. */
export async function startRefunding(tx: Tx, charge: StoredCharge, amount: number): Promise<void> {
  await tx.charges.change(charge.id, { amount_refunding: charge.amount_refunding + amount });
}

/** A refund that was started has come to nothing. */
export async function stopRefunding(tx: Tx, charge: StoredCharge, amount: number): Promise<void> {
  await tx.charges.change(charge.id, { amount_refunding: charge.amount_refunding - amount });
}

/** Tells of a charge that a refund has changed. */
export function announceRefunded(tx: Tx, charge: StoredCharge): Promise<void> {
  return announce(tx, "charge", charge, viewCharge(charge));
}

/** A refund has succeeded; `started` if it was kept apart before. */
export async function addRefunded(
  tx: Tx,
  charge: StoredCharge,
  amount: number,
  started: boolean,
): Promise<StoredCharge> {
  const amount_refunded = charge.amount_refunded + amount;
  const event = amount_refunded === charge.amount ? "refund_rest" : "refund_part";
  const step = stepOf(chargeMachine, { fail: impossible }, charge, event);
  return tx.charges.change(charge.id, {
    amount_refunded,
    ...(started ? { amount_refunding: charge.amount_refunding - amount } : {}),
    ...(step === undefined ? {} : { status: step.next }),
  });
}

/** A refund was begun, so that its charge is paid: no request can bring this about. */
function impossible(key: ErrorKey, detail?: string): Error {
  return new Error(`${key}: ${detail}`);
}
