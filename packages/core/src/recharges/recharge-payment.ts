import type { RechargeStatus } from "@purse/contract";
import type { PaymentNoun } from "../channels/payment.ts";
import { book } from "../ledger/book.ts";
import { move } from "../ledger/entry.ts";
import type { Tx } from "../ports.ts";
import type { StoredRecharge } from "../stored.ts";
import { rechargeMachine } from "./recharge-machine.ts";
import { viewRecharge } from "./view-recharge.ts";

/** A recharge as something that is paid through a channel. */
export const rechargePayment: PaymentNoun<RechargeStatus, StoredRecharge> = {
  kind: "recharge",
  machine: rechargeMachine,
  lock: (tx, id) => tx.recharges.lock(id),
  change: (tx, id, change) => tx.recharges.change(id, change),
  book: (tx, { id, amount, currency, channel, wallet_id }) =>
    book(tx, move("recharge", id, amount, currency, { system: channel }, { wallet: wallet_id })),
  announce: announceRecharge,
};

export async function announceRecharge(tx: Tx, recharge: StoredRecharge): Promise<void> {
  await tx.events.insert({
    wallet_id: recharge.wallet_id,
    type: `recharge.${recharge.status}`,
    resource: "recharge",
    resource_id: recharge.id,
    data: viewRecharge(recharge),
  });
}
