import type { Currency, PayerAction, PaymentChannel, PaymentMethod } from "@purse/contract";
import { announce } from "../announce.ts";
import { type Machine, stepOf } from "../machine.ts";
import type { ChannelScope } from "../ports.ts";
import { keptRefusal } from "../refusal.ts";
import type { Tx } from "../tx.ts";
import type { OpenChannel } from "./access.ts";
import type { PaymentOutcome, PayOutcome, RefusalOf } from "./channel.ts";
import { channelNo } from "./channel-no.ts";
import { confirmRefusal } from "./confirm-refusal.ts";

type PaymentEvent = "wait" | "pay" | "refuse" | "close" | "expire";

/** What the steps of paying through a channel see of a charge or a recharge. */
export interface ChannelPayment {
  readonly id: string;
  readonly wallet_id: string;
  readonly status: string;
  readonly channel: PaymentChannel | "balance";
  readonly amount: number;
  readonly currency: Currency;
  readonly subject: string | null;
  readonly method: PaymentMethod | null;
  readonly payer_id: string | null;
  readonly expires_at: Date | null;
  readonly created_at: Date;
  readonly failure: RefusalOf<PayOutcome> | null;
}

interface PaymentChange<Status> {
  readonly status: Status;
  readonly action?: PayerAction | null;
  readonly channel_transaction_id?: string;
  readonly failure?: RefusalOf<PayOutcome>;
}

type StepErrors = "charge_unexpected_status" | "charge_closed";

/** What differs between charges and recharges. */
export interface PaymentNoun<Status extends string, Row extends ChannelPayment> {
  readonly kind: "charge" | "recharge";
  readonly machine: Machine<Status, PaymentEvent, StepErrors>;
  readonly lock: (tx: Tx, id: string) => Promise<(Row & { readonly status: Status }) | undefined>;
  readonly change: (tx: Tx, id: string, change: PaymentChange<Status>) => Promise<Row>;
  /** The entries of its being paid. */
  readonly book: (tx: Tx, payment: Row) => Promise<void>;
  /** As the API shows it. */
  readonly view: (payment: Row) => object;
}

type SettleErrors = StepErrors | "channel_parameters_consistency_error";

type PayErrors = SettleErrors | Extract<PayOutcome, { key: unknown }>["key"];

/**
 * Asks the channel for the payment, under its one number, and keeps what came of it; `isRepeated`
 * when it may have been asked for it before.
 */
export async function pay<Status extends string, Row extends ChannelPayment>(
  noun: PaymentNoun<Status, Row>,
  scope: ChannelScope<PayErrors>,
  { channel, access }: OpenChannel,
  payment: Row,
  isRepeated: boolean,
): Promise<Row> {
  const { id, amount, currency, method, payer_id, expires_at } = payment;
  if (method === null || expires_at === null) throw new Error(`${id} is paid through no channel`);
  const subject = payment.subject ?? id;
  const no = channelNo(id);
  const order = { no, amount, currency, subject, method, payer_id, expires_at };
  const outcome = await channel.pay(access, order);
  switch (outcome.state) {
    case "unknown":
      throw scope.fail(outcome.key, outcome.detail);
    case "refused": {
      const query = () => channel.query(access, no);
      const known = await confirmRefusal(outcome, isRepeated, "resource_not_exist", query);
      if (known.state === "succeeded") return settlePaid(noun, scope, payment, known);
      // An earlier try got through, and can still be paid: its end is the worker's to find out.
      if (known !== outcome) throw scope.fail("charge_unexpected_status", `${id}: ${outcome.key}`);
      await step(noun, scope, id, "refuse", { failure: keptRefusal(outcome) });
      // Thrown after the commit: the refusal stays with the order.
      throw scope.fail(outcome.key, outcome.detail);
    }
    case "waiting":
      return step(noun, scope, id, "wait", { action: outcome.action });
    case "succeeded":
      return settlePaid(noun, scope, payment, outcome);
  }
}

/** Keeps what the channel says of a payment: by query or by notification, the first one counts. */
export async function settlePayment<Status extends string, Row extends ChannelPayment>(
  noun: PaymentNoun<Status, Row>,
  scope: ChannelScope<SettleErrors>,
  payment: Row,
  outcome: PaymentOutcome,
): Promise<Row> {
  if (outcome.state === "succeeded") return settlePaid(noun, scope, payment, outcome);
  if (outcome.state === "refused" && outcome.key === "charge_closed") {
    return step(noun, scope, payment.id, "close", { action: null });
  }
  return payment;
}

/** Ends a payment that nobody can make at the channel any more. */
export function endPayment<Status extends string, Row extends ChannelPayment>(
  noun: PaymentNoun<Status, Row>,
  scope: ChannelScope<SettleErrors>,
  { id }: Row,
  event: "close" | "expire",
): Promise<Row> {
  return step(noun, scope, id, event, { action: null });
}

async function settlePaid<Status extends string, Row extends ChannelPayment>(
  noun: PaymentNoun<Status, Row>,
  scope: ChannelScope<SettleErrors>,
  { id, amount, currency }: Row,
  paid: Extract<PaymentOutcome, { state: "succeeded" }>,
): Promise<Row> {
  if (paid.amount !== amount || paid.currency !== currency) {
    throw scope.fail(
      "channel_parameters_consistency_error",
      `${id}: the channel has ${paid.amount} ${paid.currency}`,
    );
  }
  const facts = { action: null, channel_transaction_id: paid.transaction_id };
  return step(noun, scope, id, "pay", facts);
}

/** One step, in one transaction: the state, the books and the event, or nothing. */
function step<Status extends string, Row extends ChannelPayment>(
  noun: PaymentNoun<Status, Row>,
  scope: ChannelScope<SettleErrors>,
  id: string,
  event: PaymentEvent,
  facts: Omit<PaymentChange<Status>, "status">,
): Promise<Row> {
  return scope.transaction(async (tx) => {
    const payment = await noun.lock(tx, id);
    if (payment === undefined) throw new Error(`${id} is gone`);
    const next = stepOf(noun.machine, scope, payment, event);
    if (next === undefined) return payment;
    const changed = await noun.change(tx, id, { ...facts, status: next.next });
    if (next.act === "post") await noun.book(tx, changed);
    await announce(tx, noun.kind, changed, noun.view(changed));
    return changed;
  });
}
