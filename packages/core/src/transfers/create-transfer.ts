import type { Failures, PurseApi, Transfer, TransferRequest } from "@purse/contract";
import { refuseDisabled, walletOfBody } from "../addressed-wallet.ts";
import { move } from "../ledger/entry.ts";
import { needsPassword, passwordNeeded, payWithPassword } from "../payment-password.ts";
import type { Scope, Tx } from "../ports.ts";
import { isSameContent } from "../same-content.ts";
import type { StoredTransfer, StoredWallet } from "../stored.ts";
import { viewTransfer } from "./view-transfer.ts";

type TransferScope = Scope<Failures<PurseApi["transfers"]["create"]>>;

export async function createTransfer(
  scope: TransferScope,
  request: TransferRequest,
): Promise<Transfer> {
  const id = scope.newId("trf");
  const { wallet_id, payment_password } = request;
  const transfer = await payWithPassword(scope, wallet_id, payment_password, (authorized) =>
    scope.transaction(async (tx) => {
      const earlier = await tx.transfers.findByNo(request.transfer_no);
      if (earlier !== undefined) return repeated(scope, earlier, request);
      const { from, to } = await partiesOf(scope, tx, request);
      if (needsPassword(scope, from, payment_password, authorized)) return passwordNeeded;
      return sendByBalance(scope, tx, { ...request, id, to_wallet_id: to.id });
    }),
  );
  return viewTransfer(transfer);
}

function repeated(
  scope: TransferScope,
  earlier: StoredTransfer,
  request: TransferRequest,
): StoredTransfer {
  const same = isSameContent(earlier, request, [
    "channel",
    "wallet_id",
    "to_wallet_id",
    "amount",
    "currency",
    "remark",
  ]);
  if (!same) throw scope.fail("charge_order_no_used", `transfer_no: of ${earlier.id}`);
  return earlier;
}

/** Both wallets, checked, the sender's first. */
async function partiesOf(
  scope: TransferScope,
  tx: Tx,
  { channel, wallet_id, to_wallet_id }: TransferRequest,
): Promise<{ from: StoredWallet; to: StoredWallet }> {
  const from = await walletOfBody(scope, tx, wallet_id, "wallet_id");
  refuseDisabled(scope, from, "wallet_id");
  if (channel !== "balance") throw scope.fail("channel_not_configured", channel);
  if (to_wallet_id === undefined) throw scope.fail("walletid_is_null", "to_wallet_id");
  if (to_wallet_id === wallet_id) {
    throw scope.fail("param_error", "to_wallet_id: expected another wallet than wallet_id");
  }
  const to = await walletOfBody(scope, tx, to_wallet_id, "to_wallet_id");
  refuseDisabled(scope, to, "to_wallet_id");
  return { from, to };
}

async function sendByBalance(
  scope: TransferScope,
  tx: Tx,
  request: TransferRequest & { readonly id: string; readonly to_wallet_id: string },
): Promise<StoredTransfer> {
  const { id, wallet_id, to_wallet_id, amount, currency, remark = null } = request;
  const { channel, transfer_no } = request;
  const transfer = await tx.transfers.insert({
    id,
    wallet_id,
    to_wallet_id,
    channel,
    transfer_no,
    amount,
    currency,
    remark,
    status: "succeeded",
  });
  const [from, to] = [{ wallet: wallet_id }, { wallet: to_wallet_id }];
  const posted = await tx.ledger.post(move("transfer", id, amount, currency, from, to));
  if (posted === "short") throw scope.fail("balance_insufficient", "wallet_id");
  if (posted === "full")
    throw scope.fail("param_error", "amount: the receiver cannot hold so much");
  return transfer;
}
