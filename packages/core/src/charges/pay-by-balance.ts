import type { ChargeRequest } from "@purse/contract";
import { refuseDisabled, walletOfBody } from "../addressed-wallet.ts";
import { announce } from "../announce.ts";
import { move } from "../ledger/entry.ts";
import { needsPassword, passwordNeeded, payWithPassword } from "../payment-password.ts";
import type { NewCharge, StoredCharge, StoredWallet } from "../stored.ts";
import type { SharedTx } from "../tx.ts";
import { type ChargeScope, earlierCharge, payeeOf } from "./charge-request.ts";
import { viewCharge } from "./view-charge.ts";

/** Pays a charge from a user wallet, at once. */
export function payByBalance(scope: ChargeScope, request: ChargeRequest): Promise<StoredCharge> {
  const id = scope.newId("chg");
  const { payer_wallet_id = "", payment_password } = request;
  return payWithPassword(scope, payer_wallet_id, payment_password, (authorized) =>
    scope.shared(async (tx) => {
      // Looked up at once; of what is wrong the first in this order is told.
      const [findEarlier, findPayee, findPayer] = [
        earlierCharge(scope, tx, request),
        payeeOf(scope, tx, request),
        payerOf(scope, tx, request),
      ] as const;
      await Promise.allSettled([findEarlier, findPayee, findPayer]);
      const earlier = await findEarlier;
      if (earlier !== undefined) return earlier;
      const payee = await findPayee;
      const payer = await findPayer;
      if (needsPassword(scope, payer, payment_password, authorized)) return passwordNeeded;
      const fresh = newCharge(id, request, payee, payer);
      // First, because it may be refused.
      await book(scope, tx, fresh, payer);
      const charge = await tx.charges.insert(fresh);
      await announce(tx, "charge", charge, viewCharge(charge));
      return charge;
    }),
  );
}

async function payerOf(
  scope: ChargeScope,
  tx: Pick<SharedTx, "wallets">,
  { payer_wallet_id }: ChargeRequest,
): Promise<StoredWallet> {
  if (payer_wallet_id === undefined) throw scope.fail("walletid_is_null", "payer_wallet_id");
  const payer = await walletOfBody(scope, tx, payer_wallet_id, "payer_wallet_id");
  if (payer.type !== "user") {
    throw scope.fail("param_error", "payer_wallet_id: expected a user wallet");
  }
  refuseDisabled(scope, payer, "payer_wallet_id");
  return payer;
}

function newCharge(id: string, request: ChargeRequest, payee: StoredWallet, payer: StoredWallet) {
  const { channel, order_no, amount, currency, subject = null } = request;
  return {
    id,
    wallet_id: payee.id,
    payer_wallet_id: payer.id,
    channel,
    order_no,
    amount,
    currency,
    fee: 0,
    subject,
    status: "paid" as const,
    method: null,
    payer_id: null,
    expires_in: null,
    expires_at: null,
  };
}

async function book(
  scope: ChargeScope,
  tx: Pick<SharedTx, "ledger">,
  { id, amount, currency, wallet_id }: NewCharge,
  payer: StoredWallet,
): Promise<void> {
  const [from, to] = [{ wallet: payer.id }, { wallet: wallet_id }];
  const posted = await tx.ledger.post(move("charge", id, amount, currency, from, to));
  if (posted === "short") throw scope.fail("balance_insufficient", "payer_wallet_id");
  if (posted === "full") throw scope.fail("param_error", "amount: the payee cannot hold so much");
}
