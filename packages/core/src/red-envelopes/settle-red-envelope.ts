import { announce } from "../announce.ts";
import type { OpenChannel } from "../channels/access.ts";
import type { RedEnvelopeOutcome, RedEnvelopeQueryOutcome } from "../channels/channel.ts";
import { channelNo } from "../channels/channel-no.ts";
import { book, bookHeld } from "../ledger/book.ts";
import { move } from "../ledger/entry.ts";
import { stepOf } from "../machine.ts";
import type { ChannelScope } from "../ports.ts";
import { keptRefusal } from "../refusal.ts";
import type { RedEnvelopeChange, StoredRedEnvelope } from "../stored.ts";
import type { Tx } from "../tx.ts";
import { type RedEnvelopeEvent, redEnvelopeMachine } from "./red-envelope-machine.ts";
import { viewRedEnvelope } from "./view-red-envelope.ts";

type SettleErrors = "channel_unexpected_error" | "channel_parameters_consistency_error";
type AnyOutcome = RedEnvelopeOutcome | RedEnvelopeQueryOutcome;

/** Asks the channel for a red envelope, under its one number. */
export function askForRedEnvelope(
  { channel, access }: OpenChannel,
  { id, amount, currency, to_account, greeting }: StoredRedEnvelope,
): Promise<RedEnvelopeOutcome> {
  const no = channelNo(id);
  return channel.redEnvelope(access, { no, amount, currency, to_account, greeting });
}

/** Asks the channel how a red envelope stands. */
export function askAboutRedEnvelope(
  { channel, access }: OpenChannel,
  { id, amount, currency }: StoredRedEnvelope,
): Promise<RedEnvelopeQueryOutcome> {
  return channel.queryRedEnvelope(access, { no: channelNo(id), amount, currency });
}

/** Keeps what a channel says of a red envelope: that it was sent, and then what became of it. */
export async function settleRedEnvelope(
  scope: ChannelScope<SettleErrors>,
  redEnvelope: StoredRedEnvelope,
  outcome: AnyOutcome,
): Promise<StoredRedEnvelope> {
  const news = newsOf(outcome);
  if (news.length === 0) return redEnvelope;
  return scope.transaction(async (tx) => {
    let current = await tx.redEnvelopes.lock(redEnvelope.id);
    if (current === undefined) throw new Error(`${redEnvelope.id} is gone`);
    for (const each of news) current = await take(scope, tx, current, each);
    return current;
  });
}

type News = Omit<RedEnvelopeChange, "status"> & { readonly event: RedEnvelopeEvent };

/** One that was taken has been sent before, whether or not we heard of it. */
function newsOf(outcome: AnyOutcome): readonly News[] {
  switch (outcome.state) {
    case "unknown":
    case "waiting":
      return [];
    case "refused": {
      const { key, ...rest } = keptRefusal(outcome);
      // It never got there; the worker sends it again.
      if (key === "resource_not_exist") return [];
      return [{ event: "fail", failure: { key, ...rest } }];
    }
    case "succeeded": {
      const { fate } = outcome;
      if (fate === "lying") return [{ event: "send" }];
      if (fate === "received") return [{ event: "send" }, { event: "receive" }];
      return [{ event: "send" }, { event: "return", amount_returned: fate.returned }];
    }
  }
}

async function take(
  scope: ChannelScope<SettleErrors>,
  tx: Tx,
  redEnvelope: StoredRedEnvelope,
  { event, ...told }: News,
): Promise<StoredRedEnvelope> {
  const step = stepOf(redEnvelopeMachine, scope, redEnvelope, event);
  if (step === undefined) return redEnvelope;
  const { id, wallet_id, channel, amount, currency } = redEnvelope;
  // A channel may take one on and fail to send it after all: then everything comes back.
  const failedLate = event === "fail" && step.next === "returned";
  const facts = failedLate ? { amount_returned: amount } : told;
  const [wallet, there] = [{ wallet: wallet_id }, { system: channel }];
  if (step.act === "release") await tx.ledger.release(id);
  if (step.act === "capture") {
    await bookHeld(tx, move("red_envelope", id, amount, currency, wallet, there));
  }
  if (step.act === "post") {
    const returned = facts.amount_returned ?? 0;
    if (!Number.isSafeInteger(returned) || returned < 1 || returned > amount) {
      throw scope.fail("channel_parameters_consistency_error", `${id}: ${returned} came back`);
    }
    await book(tx, move("red_envelope_return", id, returned, currency, there, wallet));
  }
  const settled = await tx.redEnvelopes.change(id, { ...facts, status: step.next });
  await announce(tx, "red_envelope", settled, viewRedEnvelope(settled));
  return settled;
}

export function isOpen({ status }: StoredRedEnvelope): boolean {
  return status === "pending" || status === "sent";
}
