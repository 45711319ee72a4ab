import type { Charge, ChargeRequest, Failures, PurseApi } from "@purse/contract";
import { refuseDisabled, walletOfBody } from "../addressed-wallet.ts";
import { move } from "../ledger/entry.ts";
import { needsPassword, passwordNeeded, payWithPassword } from "../payment-password.ts";
import type { Scope, Tx } from "../ports.ts";
import { isSameContent } from "../same-content.ts";
import type { NewCharge, StoredCharge, StoredWallet } from "../stored.ts";
import { viewCharge } from "./view-charge.ts";

type ChargeScope = Scope<Failures<PurseApi["charges"]["create"]>>;

export async function createCharge(scope: ChargeScope, request: ChargeRequest): Promise<Charge> {
  const id = scope.newId("chg");
  const { payer_wallet_id = "", payment_password } = request;
  const charge = await payWithPassword(scope, payer_wallet_id, payment_password, (authorized) =>
    scope.transaction(async (tx) => {
      const earlier = await tx.charges.findByOrderNo(request.order_no);
      if (earlier !== undefined) return repeated(scope, earlier, request);
      const { payee, payer } = await partiesOf(scope, tx, request);
      if (needsPassword(scope, payer, payment_password, authorized)) return passwordNeeded;
      return payByBalance(scope, tx, newCharge(id, request, payee, payer));
    }),
  );
  return viewCharge(charge);
}

/** The same order again answers its charge, as long as that charge has not come to its end. */
function repeated(scope: ChargeScope, earlier: StoredCharge, request: ChargeRequest): StoredCharge {
  const same = isSameContent(earlier, request, [
    "channel",
    "wallet_id",
    "payer_wallet_id",
    "amount",
    "currency",
    "subject",
  ]);
  if (!same) throw scope.fail("charge_order_no_used", `order_no: of ${earlier.id}`);
  const ended = ["closed", "expired", "refunded"].includes(earlier.status);
  if (ended) throw scope.fail("charge_closed", `${earlier.id} is ${earlier.status}`);
  return earlier;
}

async function partiesOf(scope: ChargeScope, tx: Tx, request: ChargeRequest) {
  const payee = await walletOfBody(scope, tx, request.wallet_id, "wallet_id");
  if (payee.type !== "merchant") {
    throw scope.fail("param_error", "wallet_id: expected a merchant wallet");
  }
  refuseDisabled(scope, payee, "wallet_id");
  if (request.channel !== "balance") {
    throw scope.fail("channel_not_configured", request.channel);
  }
  if (request.payer_wallet_id === undefined)
    throw scope.fail("walletid_is_null", "payer_wallet_id");
  const payer = await walletOfBody(scope, tx, request.payer_wallet_id, "payer_wallet_id");
  if (payer.type !== "user") {
    throw scope.fail("param_error", "payer_wallet_id: expected a user wallet");
  }
  refuseDisabled(scope, payer, "payer_wallet_id");
  return { payee, payer };
}

function newCharge(
  id: string,
  request: ChargeRequest,
  payee: StoredWallet,
  payer: StoredWallet,
): NewCharge & { payer_wallet_id: string } {
  const { channel, order_no, amount, currency, subject = null } = request;
  const parties = { wallet_id: payee.id, payer_wallet_id: payer.id };
  return { id, ...parties, channel, order_no, amount, currency, subject, status: "paid" };
}

async function payByBalance(
  scope: ChargeScope,
  tx: Tx,
  charge: NewCharge & { payer_wallet_id: string },
): Promise<StoredCharge> {
  const stored = await tx.charges.insert(charge);
  const { id, amount, currency } = charge;
  const from = { wallet: charge.payer_wallet_id };
  const to = { wallet: charge.wallet_id };
  const posted = await tx.ledger.post(move("charge", id, amount, currency, from, to));
  if (posted === "short") throw scope.fail("balance_insufficient", "payer_wallet_id");
  if (posted === "full") throw scope.fail("param_error", "amount: the payee cannot hold so much");
  return stored;
}
