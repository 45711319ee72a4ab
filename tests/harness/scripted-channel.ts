import type {
  Channel,
  ChannelAccess,
  ChannelEntry,
  PaymentOrder,
  RedEnvelopeFacts,
  RedEnvelopeOrder,
  RefundOrder,
  TransferOrder,
} from "@purse/core";
import { refuseWithinTransaction } from "./open-transactions.ts";

type Call = keyof Channel;
type Answer<Name extends Call> = Awaited<ReturnType<Channel[Name]>>;

/** What the channel is to say once, and whether it does what it was asked for all the same. */
interface Line {
  readonly says: unknown;
  readonly acts: boolean;
}

type Movement = Pick<ChannelEntry, "no" | "amount" | "currency">;

/** Merchants have apps of their own here. */
function accountOf({ channel, parameters }: ChannelAccess): string {
  return `${channel} ${parameters.app_id}`;
}

/**
 * A payment channel with books of its own, which does what it is asked for, once a number. A test
 * can put other words into its mouth, and move its books as payers and receivers do.
 */
export class ScriptedChannel implements Channel {
  readonly payments = new Map<string, PaymentOrder & { state: "open" | "paid" | "closed" }>();
  readonly refunds = new Map<string, RefundOrder & { state: "done" | "open" }>();
  readonly transfers = new Map<string, TransferOrder & { state: "done" | "open" }>();
  readonly redEnvelopes = new Map<string, RedEnvelopeOrder & RedEnvelopeFacts>();
  /** Every movement of money, with the account that it was for, in the order of their happening. */
  readonly entries: (ChannelEntry & { readonly account: string })[] = [];
  /** The days whose statements it gave. */
  readonly statementsAsked: string[] = [];
  readonly #payees = new Map<string, string>();
  readonly #script = new Map<Call, Line[]>();

  /** The next answer to a call; with `acts` the thing is done before it is said. */
  next<Name extends Call>(call: Name, says: Answer<Name>, { acts = false } = {}): void {
    this.#script.set(call, [...(this.#script.get(call) ?? []), { says, acts }]);
  }

  /** A payer pays. */
  take(no: string): void {
    const payment = this.payments.get(no);
    if (payment?.state !== "open") throw new Error(`${no} can't be paid`);
    payment.state = "paid";
    this.#record("payment", this.#payees.get(no)!, payment, `txn-${no}`);
  }

  /** Changes the channel's record of a movement. */
  amend(no: string, change: Partial<ChannelEntry>): void {
    const index = this.entries.findIndex((entry) => entry.no === no);
    if (index < 0) throw new Error(`no record of ${no}`);
    this.entries[index] = { ...this.entries[index]!, ...change };
  }

  pay: Channel["pay"] = async (access, order) =>
    this.#answer("pay", () => {
      this.#payees.set(order.no, accountOf(access));
      const payment = this.#once(this.payments, { ...order, state: "open" as const });
      if (payment.state === "closed") return { state: "refused", key: "charge_closed" };
      if (payment.state === "paid") return this.#paid(order.no);
      return { state: "waiting", action: { type: "qr_code", value: `pay:${order.no}` } };
    });

  query: Channel["query"] = async (_access, no) =>
    this.#answer("query", () => {
      const payment = this.payments.get(no);
      if (payment === undefined) return { state: "refused", key: "resource_not_exist" };
      if (payment.state === "closed") return { state: "refused", key: "charge_closed" };
      return payment.state === "paid" ? this.#paid(no) : { state: "waiting" };
    });

  close: Channel["close"] = async (_access, no) =>
    this.#answer("close", () => {
      const payment = this.payments.get(no);
      if (payment === undefined) return { state: "refused", key: "resource_not_exist" };
      if (payment.state === "paid") return { state: "unknown", key: "charge_unexpected_status" };
      payment.state = "closed";
      return { state: "succeeded" };
    });

  refund: Channel["refund"] = async (access, order) =>
    this.#answer("refund", () => {
      this.#move("refund", access, this.refunds, { ...order, state: "done" as const });
      return { state: "succeeded" };
    });

  queryRefund: Channel["queryRefund"] = async (_access, { no }) =>
    this.#answer("queryRefund", () => {
      if (!this.refunds.has(no)) return { state: "refused", key: "refund_not_found" };
      return { state: "succeeded" };
    });

  transfer: Channel["transfer"] = async (access, order) =>
    this.#answer("transfer", () => {
      this.#move("transfer", access, this.transfers, { ...order, state: "done" as const });
      return { state: "succeeded" };
    });

  queryTransfer: Channel["queryTransfer"] = async (_access, { no }) =>
    this.#answer("queryTransfer", () => {
      if (!this.transfers.has(no)) return { state: "refused", key: "resource_not_exist" };
      return { state: "succeeded" };
    });

  redEnvelope: Channel["redEnvelope"] = async (access, order) =>
    this.#answer("redEnvelope", () => {
      const sent = { ...order, fate: "lying" as const };
      const { fate } = this.#move("red_envelope", access, this.redEnvelopes, sent);
      return { state: "succeeded", fate };
    });

  queryRedEnvelope: Channel["queryRedEnvelope"] = async (_access, { no }) =>
    this.#answer("queryRedEnvelope", () => {
      const redEnvelope = this.redEnvelopes.get(no);
      if (redEnvelope === undefined) return { state: "refused", key: "resource_not_exist" };
      return { state: "succeeded", fate: redEnvelope.fate };
    });

  statement: Channel["statement"] = async (access, date) =>
    this.#answer("statement", () => {
      this.statementsAsked.push(date);
      const from = Date.parse(`${date}T00:00:00+08:00`);
      const entries = this.entries.filter(({ account, occurred_at }) => {
        const since = occurred_at.getTime() - from;
        return account === accountOf(access) && since >= 0 && since < 86_400_000;
      });
      return { state: "succeeded", entries: entries.map(({ account: _, ...entry }) => entry) };
    });

  verifyNotification: Channel["verifyNotification"] = async () =>
    this.#answer("verifyNotification", () => ({ state: "refused", key: "channel_sign_error" }));

  #paid(no: string) {
    const { amount, currency } = this.payments.get(no)!;
    return { state: "succeeded" as const, transaction_id: `txn-${no}`, amount, currency };
  }

  /** Moves money once a number, and records that it did. */
  #move<Order extends Movement>(
    kind: ChannelEntry["kind"],
    access: ChannelAccess,
    book: Map<string, Order>,
    order: Order,
  ): Order {
    if (!book.has(order.no)) this.#record(kind, accountOf(access), order, `${kind}-${order.no}`);
    return this.#once(book, order);
  }

  #record(
    kind: ChannelEntry["kind"],
    account: string,
    { no, amount, currency }: Movement,
    transaction_id: string,
  ): void {
    const occurred_at = new Date();
    this.entries.push({ kind, account, no, transaction_id, amount, currency, occurred_at });
  }

  /** The same number again is the same thing: a channel that took it twice would lose money. */
  #once<Order extends Movement>(book: Map<string, Order>, order: Order): Order {
    const known = book.get(order.no);
    if (known !== undefined && known.amount !== order.amount)
      throw new Error(`${order.no} changed`);
    if (known === undefined) book.set(order.no, order);
    return known ?? order;
  }

  #answer<Name extends Call>(call: Name, act: () => Answer<Name>): Answer<Name> {
    refuseWithinTransaction();
    const [line, ...rest] = this.#script.get(call) ?? [];
    if (line === undefined) return act();
    this.#script.set(call, rest);
    if (line.acts) act();
    return line.says as Answer<Name>;
  }
}
