import type {
  Channel,
  PaymentOrder,
  RedEnvelopeFacts,
  RedEnvelopeOrder,
  RefundOrder,
  TransferOrder,
} from "@purse/core";

type Call = keyof Channel;
type Answer<Name extends Call> = Awaited<ReturnType<Channel[Name]>>;

/** What the channel is to say once, and whether it does what it was asked for all the same. */
interface Line {
  readonly says: unknown;
  readonly acts: boolean;
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
  }

  pay: Channel["pay"] = async (_access, order) =>
    this.#answer("pay", () => {
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

  refund: Channel["refund"] = async (_access, order) =>
    this.#answer("refund", () => {
      this.#once(this.refunds, { ...order, state: "done" as const });
      return { state: "succeeded" };
    });

  queryRefund: Channel["queryRefund"] = async (_access, { no }) =>
    this.#answer("queryRefund", () => {
      if (!this.refunds.has(no)) return { state: "refused", key: "refund_not_found" };
      return { state: "succeeded" };
    });

  transfer: Channel["transfer"] = async (_access, order) =>
    this.#answer("transfer", () => {
      this.#once(this.transfers, { ...order, state: "done" as const });
      return { state: "succeeded" };
    });

  queryTransfer: Channel["queryTransfer"] = async (_access, { no }) =>
    this.#answer("queryTransfer", () => {
      if (!this.transfers.has(no)) return { state: "refused", key: "resource_not_exist" };
      return { state: "succeeded" };
    });

  redEnvelope: Channel["redEnvelope"] = async (_access, order) =>
    this.#answer("redEnvelope", () => {
      const { fate } = this.#once(this.redEnvelopes, { ...order, fate: "lying" as const });
      return { state: "succeeded", fate };
    });

  queryRedEnvelope: Channel["queryRedEnvelope"] = async (_access, { no }) =>
    this.#answer("queryRedEnvelope", () => {
      const redEnvelope = this.redEnvelopes.get(no);
      if (redEnvelope === undefined) return { state: "refused", key: "resource_not_exist" };
      return { state: "succeeded", fate: redEnvelope.fate };
    });

  statement: Channel["statement"] = async () =>
    this.#answer("statement", () => ({ state: "succeeded", entries: [] }));

  verifyNotification: Channel["verifyNotification"] = async () =>
    this.#answer("verifyNotification", () => ({ state: "refused", key: "channel_sign_error" }));

  #paid(no: string) {
    const { amount, currency } = this.payments.get(no)!;
    return { state: "succeeded" as const, transaction_id: `txn-${no}`, amount, currency };
  }

  /** The same number again is the same thing: a channel that took it twice would lose money. */
  #once<Order extends { readonly no: string; readonly amount: number }>(
    book: Map<string, Order>,
    order: Order,
  ): Order {
    const known = book.get(order.no);
    if (known !== undefined && known.amount !== order.amount)
      throw new Error(`${order.no} changed`);
    if (known === undefined) book.set(order.no, order);
    return known ?? order;
  }

  #answer<Name extends Call>(call: Name, act: () => Answer<Name>): Answer<Name> {
    const [line, ...rest] = this.#script.get(call) ?? [];
    if (line === undefined) return act();
    this.#script.set(call, rest);
    if (line.acts) act();
    return line.says as Answer<Name>;
  }
}
