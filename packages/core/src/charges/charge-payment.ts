import type { ChargeStatus } from "@purse/contract";
import type { PaymentNoun } from "../channels/payment.ts";
import { book } from "../ledger/book.ts";
import { move } from "../ledger/entry.ts";
import type { StoredCharge } from "../stored.ts";
import type { Tx } from "../tx.ts";
import { chargeMachine } from "./charge-machine.ts";
import { viewCharge } from "./view-charge.ts";

/** A charge as something that is paid through a channel. */
export const chargePayment: PaymentNoun<ChargeStatus, StoredCharge> = {
  kind: "charge",
  machine: chargeMachine,
  lock: (tx, id) => tx.charges.lock(id),
  change: (tx, id, change) => tx.charges.change(id, change),
  book: bookCharge,
  view: viewCharge,
};

/** The money is at the channel now and owed to the merchant's wallet, which bears the fee. */
async function bookCharge(tx: Tx, charge: StoredCharge): Promise<void> {
  const { id, amount, currency, channel, fee, wallet_id } = charge;
  if (channel === "balance") throw new Error(`${id} is paid by balance`);
  const wallet = { wallet: wallet_id };
  await book(tx, move("charge", id, amount, currency, { system: channel }, wallet));
  if (fee === 0) return;
  await book(tx, move("fee", id, fee, currency, wallet, { system: "fee" }));
}
