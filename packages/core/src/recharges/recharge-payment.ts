import type { RechargeStatus } from "@purse/contract";
import type { PaymentNoun } from "../channels/payment.ts";
import { book } from "../ledger/book.ts";
import { move } from "../ledger/entry.ts";
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
  view: viewRecharge,
};
