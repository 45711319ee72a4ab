import type { Failures, PurseApi, RedEnvelope, RedEnvelopeRequest } from "@purse/contract";
import { refuseDisabled, walletOfBody } from "../addressed-wallet.ts";
import { announce } from "../announce.ts";
import { type OpenChannel, openChannel } from "../channels/access.ts";
import { confirmRefusal } from "../channels/confirm-refusal.ts";
import { firstLookSeconds } from "../channels/look-again.ts";
import { needsPassword, passwordNeeded, payWithPassword } from "../payment-password.ts";
import type { Scope } from "../ports.ts";
import { isSameContent } from "../same-content.ts";
import type { StoredRedEnvelope } from "../stored.ts";
import type { Tx } from "../tx.ts";
import {
  askAboutRedEnvelope,
  askForRedEnvelope,
  settleRedEnvelope,
} from "./settle-red-envelope.ts";
import { viewRedEnvelope } from "./view-red-envelope.ts";

type RedEnvelopeScope = Scope<Failures<PurseApi["redEnvelopes"]["create"]>>;

interface Begun {
  readonly redEnvelope: StoredRedEnvelope;
  readonly open: OpenChannel;
  /** The channel may have been asked for it before. */
  readonly isRepeated: boolean;
}

export async function createRedEnvelope(
  scope: RedEnvelopeScope,
  request: RedEnvelopeRequest,
): Promise<RedEnvelope> {
  const id = scope.newId("red");
  const { wallet_id, payment_password } = request;
  const { redEnvelope, open, isRepeated } = await payWithPassword(
    scope,
    wallet_id,
    payment_password,
    (authorized) => scope.transaction((tx) => begin(scope, tx, id, request, authorized)),
  );
  if (redEnvelope.failure !== null) {
    throw scope.fail(redEnvelope.failure.key, redEnvelope.failure.detail);
  }
  if (redEnvelope.status !== "pending") return viewRedEnvelope(redEnvelope);
  const asked = await askForRedEnvelope(open, redEnvelope);
  const query = () => askAboutRedEnvelope(open, redEnvelope);
  const outcome = await confirmRefusal(asked, isRepeated, "resource_not_exist", query);
  const settled = await settleRedEnvelope(scope, redEnvelope, outcome);
  if (settled.failure !== null) throw scope.fail(settled.failure.key, settled.failure.detail);
  const isOpen = settled.status === "pending" && asked.state !== "succeeded";
  if (isOpen && "key" in asked) {
    // A refusal that the channel's own record does not bear out leaves the outcome open.
    const key = asked.state === "refused" ? "channel_unexpected_error" : asked.key;
    throw scope.fail(key, asked.detail);
  }
  return viewRedEnvelope(settled);
}

/** The intent: its money is held before the channel is asked. */
async function begin(
  scope: RedEnvelopeScope,
  tx: Tx,
  id: string,
  request: RedEnvelopeRequest,
  authorized: boolean,
): Promise<Begun | typeof passwordNeeded> {
  const { payment_password, ...redEnvelope } = request;
  const { wallet_id, channel, amount, currency } = redEnvelope;
  const earlier = await tx.redEnvelopes.findByNo(request.red_envelope_no);
  if (earlier !== undefined) {
    refuseOtherContent(scope, earlier, request);
    const open = await openChannel(scope, tx, channel);
    return { redEnvelope: earlier, open, isRepeated: true };
  }
  const from = await walletOfBody(scope, tx, wallet_id, "wallet_id");
  refuseDisabled(scope, from, "wallet_id");
  const open = await openChannel(scope, tx, channel);
  if (needsPassword(scope, from, payment_password, authorized)) return passwordNeeded;
  const made = await tx.redEnvelopes.insert({ id, ...redEnvelope });
  const held = await tx.ledger.hold({ reference: id, wallet_id, amount, currency });
  if (held === "short") throw scope.fail("balance_insufficient", "wallet_id");
  await announce(tx, "red_envelope", made, viewRedEnvelope(made));
  await tx.jobs.send({ kind: "red_envelope", id }, firstLookSeconds);
  return { redEnvelope: made, open, isRepeated: false };
}

function refuseOtherContent(
  scope: RedEnvelopeScope,
  earlier: StoredRedEnvelope,
  request: RedEnvelopeRequest,
): void {
  const same = isSameContent(earlier, request, [
    "channel",
    "wallet_id",
    "to_account",
    "amount",
    "currency",
    "greeting",
  ]);
  if (!same) throw scope.fail("charge_order_no_used", `red_envelope_no: of ${earlier.id}`);
}
