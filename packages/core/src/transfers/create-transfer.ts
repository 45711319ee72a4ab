import type { Failures, PurseApi, Transfer, TransferRequest } from "@purse/contract";
import { refuseDisabled, walletOfBody } from "../addressed-wallet.ts";
import { announce } from "../announce.ts";
import { type OpenChannel, openChannel } from "../channels/access.ts";
import type { TransferOutcome, TransferQueryOutcome } from "../channels/channel.ts";
import { confirmRefusal } from "../channels/confirm-refusal.ts";
import { firstLookSeconds } from "../channels/look-again.ts";
import { refuseForeignCurrency } from "../channels/refuse-unpayable.ts";
import { move } from "../ledger/entry.ts";
import { needsPassword, passwordNeeded, payWithPassword } from "../payment-password.ts";
import type { Scope } from "../ports.ts";
import { isSameContent } from "../same-content.ts";
import type { NewTransfer, StoredTransfer, StoredWallet } from "../stored.ts";
import type { Tx } from "../tx.ts";
import { askAboutTransfer, askForTransfer, settleTransfer } from "./settle-transfer.ts";
import { viewTransfer } from "./view-transfer.ts";

type TransferScope = Scope<Failures<PurseApi["transfers"]["create"]>>;

interface Begun {
  readonly transfer: StoredTransfer;
  /** Undefined for one by balance. */
  readonly open?: OpenChannel;
  /** The channel may have been asked for it before. */
  readonly isRepeated?: boolean;
}

export async function createTransfer(
  scope: TransferScope,
  request: TransferRequest,
): Promise<Transfer> {
  const id = scope.newId("trf");
  const { wallet_id, payment_password } = request;
  const begun = await payWithPassword(scope, wallet_id, payment_password, (authorized) =>
    scope.transaction((tx) => begin(scope, tx, id, request, authorized)),
  );
  const { transfer, open, isRepeated = false } = begun;
  if (open === undefined || transfer.status !== "pending") return answer(scope, transfer);
  const asked = await askForTransfer(open, transfer);
  const query = () => askAboutTransfer(open, transfer);
  const outcome = await confirmRefusal(asked, isRepeated, "resource_not_exist", query);
  return answer(scope, await settleTransfer(scope, transfer, outcome), outcome);
}

async function begin(
  scope: TransferScope,
  tx: Tx,
  id: string,
  request: TransferRequest,
  authorized: boolean,
): Promise<Begun | typeof passwordNeeded> {
  const { channel, wallet_id, payment_password } = request;
  const earlier = await tx.transfers.findByNo(request.transfer_no);
  if (earlier !== undefined) {
    refuseOtherContent(scope, earlier, request);
    if (channel === "balance") return { transfer: earlier };
    return { transfer: earlier, open: await openChannel(scope, tx, channel), isRepeated: true };
  }
  const from = await walletOfBody(scope, tx, wallet_id, "wallet_id");
  refuseDisabled(scope, from, "wallet_id");
  const to = channel === "balance" ? await receiverOf(scope, tx, request) : undefined;
  const open = channel === "balance" ? undefined : await openChannel(scope, tx, channel);
  if (open !== undefined) refuseAccount(scope, request);
  if (needsPassword(scope, from, payment_password, authorized)) return passwordNeeded;
  if (open === undefined) return { transfer: await sendByBalance(scope, tx, id, request, to) };
  return { open, transfer: await hold(scope, tx, id, request) };
}

/** What came of a transfer, as its request is answered however often it comes. */
function answer(
  scope: TransferScope,
  transfer: StoredTransfer,
  outcome?: TransferOutcome | TransferQueryOutcome,
): Transfer {
  const { failure, action_url, status } = transfer;
  if (failure !== null) throw scope.fail(failure.key, failure.detail);
  if (status === "wait_operation") throw scope.fail("transfer_wait_operation", action_url ?? "");
  const isOpen = status === "pending" && outcome?.state === "unknown";
  if (isOpen && outcome.key !== "query_right_error") {
    throw scope.fail(outcome.key, outcome.detail);
  }
  return viewTransfer(transfer);
}

function refuseOtherContent(
  scope: TransferScope,
  earlier: StoredTransfer,
  request: TransferRequest,
): void {
  const same = isSameContent(earlier, request, [
    "channel",
    "wallet_id",
    "to_wallet_id",
    "to_account",
    "to_name",
    "amount",
    "currency",
    "remark",
  ]);
  if (!same) throw scope.fail("charge_order_no_used", `transfer_no: of ${earlier.id}`);
}

/** The wallet that receives, checked. */
async function receiverOf(
  scope: TransferScope,
  tx: Tx,
  { wallet_id, to_wallet_id, to_account, to_name }: TransferRequest,
): Promise<StoredWallet> {
  if (to_wallet_id === undefined) throw scope.fail("walletid_is_null", "to_wallet_id");
  if (to_account !== undefined || to_name !== undefined) {
    const field = to_account === undefined ? "to_name" : "to_account";
    throw scope.fail("param_error", `${field}: only when channel is not balance`);
  }
  if (to_wallet_id === wallet_id) {
    throw scope.fail("param_error", "to_wallet_id: expected another wallet than wallet_id");
  }
  const to = await walletOfBody(scope, tx, to_wallet_id, "to_wallet_id");
  refuseDisabled(scope, to, "to_wallet_id");
  return to;
}

function refuseAccount(
  scope: TransferScope,
  { currency, to_account, to_wallet_id }: TransferRequest,
): void {
  refuseForeignCurrency(scope, currency);
  if (to_account === undefined) {
    throw scope.fail("param_error", "to_account: required when channel is not balance");
  }
  if (to_wallet_id !== undefined) {
    throw scope.fail("param_error", "to_wallet_id: only when channel is balance");
  }
}

function newTransfer(id: string, request: TransferRequest): Omit<NewTransfer, "status"> {
  const { wallet_id, channel, transfer_no, amount, currency } = request;
  const { to_wallet_id = null, to_account = null, to_name = null, remark = null } = request;
  const receiver = { to_wallet_id, to_account, to_name };
  return { id, wallet_id, ...receiver, channel, transfer_no, amount, currency, remark };
}

/** The intent of a transfer through a channel: its money is held before the channel is asked. */
async function hold(
  scope: TransferScope,
  tx: Tx,
  id: string,
  request: TransferRequest,
): Promise<StoredTransfer> {
  const { wallet_id, amount, currency } = request;
  const transfer = await tx.transfers.insert({ ...newTransfer(id, request), status: "pending" });
  const held = await tx.ledger.hold({ reference: id, wallet_id, amount, currency });
  if (held === "short") throw scope.fail("balance_insufficient", "wallet_id");
  await announce(tx, "transfer", transfer, viewTransfer(transfer));
  await tx.jobs.send({ kind: "transfer", id }, firstLookSeconds);
  return transfer;
}

async function sendByBalance(
  scope: TransferScope,
  tx: Tx,
  id: string,
  request: TransferRequest,
  to: StoredWallet | undefined,
): Promise<StoredTransfer> {
  if (to === undefined) throw new Error(`${id} goes to no wallet`);
  const { wallet_id, amount, currency } = request;
  const transfer = await tx.transfers.insert({ ...newTransfer(id, request), status: "succeeded" });
  const [from, receiver] = [{ wallet: wallet_id }, { wallet: to.id }];
  const posted = await tx.ledger.post(move("transfer", id, amount, currency, from, receiver));
  if (posted === "short") throw scope.fail("balance_insufficient", "wallet_id");
  if (posted === "full") {
    throw scope.fail("param_error", "amount: the receiver cannot hold so much");
  }
  await announce(tx, "transfer", transfer, viewTransfer(transfer));
  return transfer;
}
