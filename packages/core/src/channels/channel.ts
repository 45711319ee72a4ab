import type {
  Acknowledgement,
  ErrorKey,
  PayerAction,
  PaymentChannel,
  PaymentMethod,
  queryErrors,
  refusalErrors,
  StatementKind,
  troubleErrors,
} from "@purse/contract";
import type { Mode } from "../mode.ts";

// The port to payment channels: what core asks of one, and all that one can say.

/**
 * What came of asking a channel. Core decides from this union alone:
 * - `succeeded`: it is done;
 * - `refused`: it is not done and will not be, for the reason that `key` names;
 * - `waiting`: the channel has taken it on, and someone has to do what the needs say first;
 * - `unknown`: it may be done or not. Asking again under the same number is safe.
 * A query that the channel refuses to answer is `unknown`: it says nothing of the matter itself.
 */
export type Outcome<Facts, Needs, No extends ErrorKey, Open extends ErrorKey> =
  | ({ readonly state: "succeeded" } & Facts)
  | ({ readonly state: "refused" } & Because<No>)
  | ([Needs] extends [never] ? never : { readonly state: "waiting" } & Needs)
  | ({ readonly state: "unknown" } & Because<Open>);

interface Because<Key> {
  readonly key: Key;
  readonly detail?: string;
}

/** Why something was refused, as it is kept. */
export type RefusalOf<O> = O extends { readonly state: "refused"; readonly key: infer Key }
  ? Because<Key>
  : never;

type Trouble = (typeof troubleErrors)[number];
type Refusal = (typeof refusalErrors)[number];
type Unanswered = (typeof queryErrors)[number];
/** Also: the channel did not let us in, which tells nothing of an earlier try. */
type Unsettled = Trouble | "channel_auth_error";

/** A merchant's account at a channel, with the parameters that its contract schema describes. */
export interface ChannelAccess {
  readonly channel: PaymentChannel;
  readonly mode: Mode;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Where the channel is to send its notifications. */
  readonly notify_url: string;
}

/** Money in or out under a number of ours: 25 digits and lower-case letters. */
export interface Numbered {
  readonly no: string;
  readonly amount: number;
  readonly currency: string;
}

export interface PaymentOrder extends Numbered {
  readonly subject: string;
  readonly method: PaymentMethod;
  readonly payer_id: string | null;
  readonly expires_at: Date;
}
export interface RefundOrder extends Numbered {
  /** Of the payment that it is of. */
  readonly payment_no: string;
  readonly payment_amount: number;
  readonly reason: string | null;
}
export interface TransferOrder extends Numbered {
  readonly to_account: string;
  readonly to_name: string | null;
  readonly remark: string | null;
}
export interface RedEnvelopeOrder extends Numbered {
  readonly to_account: string;
  readonly greeting: string;
}

/** A payment as the channel has it: core compares it with what it asked for. */
export interface PaidFacts {
  readonly transaction_id: string;
  readonly amount: number;
  readonly currency: string;
}
/** A red envelope that was sent: lying there, taken, or come back with so many minor units. */
export interface RedEnvelopeFacts {
  readonly fate: "lying" | "received" | { readonly returned: number };
}

export type PayOutcome = Outcome<
  PaidFacts,
  { readonly action: PayerAction },
  Refusal | "charge_order_no_used" | "charge_closed",
  Trouble | "charge_unexpected_status"
>;
/** Not paid yet is `waiting`; one that the channel does not know, refused `resource_not_exist`. */
export type PaymentOutcome = Outcome<
  PaidFacts,
  object,
  "charge_closed" | "resource_not_exist",
  Unanswered | "charge_unexpected_status"
>;
export type CloseOutcome = Outcome<
  object,
  never,
  "charge_closed" | "resource_not_exist",
  Unanswered | "charge_unexpected_status"
>;
/** How a refund can end without effect. */
export type RefundFate =
  | "refund_refused"
  | "refund_refused_msg"
  | "refund_retry"
  | "refund_failed"
  | "refund_manual_intervention"
  | "refund_info_from_channel";
/** In progress is unknown `refund_pending`; waiting: the payer has to act. */
export type RefundOutcome = Outcome<
  object,
  object,
  Refusal | RefundFate,
  Unsettled | "refund_pending" | "refund_unexpected_status"
>;
export type RefundQueryOutcome = Outcome<
  object,
  object,
  Refusal | RefundFate | "refund_not_found",
  Unanswered | "refund_pending" | "refund_unexpected_status"
>;
/** What a transfer waits for: a page to open, or (null) nothing but the channel's own work. */
interface TransferNeeds {
  readonly action_url: string | null;
}
export type TransferOutcome = Outcome<
  object,
  TransferNeeds,
  Refusal | "channel_not_support_transfer" | "charge_order_no_used",
  Unsettled | "transfer_system_busy"
>;
export type TransferQueryOutcome = Outcome<
  object,
  TransferNeeds,
  Refusal | "resource_not_exist",
  Unanswered
>;
export type RedEnvelopeOutcome = Outcome<
  RedEnvelopeFacts,
  object,
  Refusal | "channel_not_support_red_envelope" | "charge_order_no_used",
  Unsettled | "red_system_busy"
>;
export type RedEnvelopeQueryOutcome = Outcome<
  RedEnvelopeFacts,
  object,
  Refusal | "resource_not_exist",
  Unanswered
>;

/** One movement in a channel's own books. */
export interface ChannelEntry {
  readonly kind: StatementKind;
  /** Our number, as the channel kept it. */
  readonly no: string;
  readonly transaction_id: string;
  readonly amount: number;
  readonly currency: string;
  readonly occurred_at: Date;
}
export type StatementOutcome = Outcome<
  { readonly entries: readonly ChannelEntry[] },
  never,
  Refusal | "query_right_error",
  Trouble
>;

/** What a channel tells of its own accord, behind its signature. */
export interface Notice {
  readonly notify_id: string;
  readonly subject: NoticeSubject;
  /** What the channel takes for "received". */
  readonly acknowledgement: Acknowledgement;
}
/** The order, refund or transfer of ours that it is about, with its amount at the channel. */
export type NoticeSubject = Numbered &
  (
    | {
        readonly kind: "payment";
        readonly outcome: Outcome<PaidFacts, object, "charge_closed", "charge_unexpected_status">;
      }
    | {
        readonly kind: "refund";
        readonly outcome: Outcome<
          object,
          object,
          RefundFate,
          "refund_pending" | "refund_unexpected_status"
        >;
      }
    | {
        readonly kind: "transfer";
        readonly outcome: Outcome<object, TransferNeeds, Refusal, "channel_unexpected_error">;
      }
  );
/** A notification as it came; the headers' names are in lower case. */
export interface RawNotification {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * A payment channel. Every call has a time limit and answers an outcome; it throws on nothing
 * that the channel or the network does. The same number never moves money twice. Its functions
 * are its own properties and need no `this`.
 */
export interface Channel {
  readonly pay: (access: ChannelAccess, order: PaymentOrder) => Promise<PayOutcome>;
  readonly query: (access: ChannelAccess, no: string) => Promise<PaymentOutcome>;
  /** Succeeded: nobody can pay it any more. Not known there: refused `resource_not_exist`. */
  readonly close: (access: ChannelAccess, no: string) => Promise<CloseOutcome>;
  readonly refund: (access: ChannelAccess, order: RefundOrder) => Promise<RefundOutcome>;
  readonly queryRefund: (
    access: ChannelAccess,
    refund: Pick<RefundOrder, "no" | "payment_no" | "amount" | "currency">,
  ) => Promise<RefundQueryOutcome>;
  readonly transfer: (access: ChannelAccess, order: TransferOrder) => Promise<TransferOutcome>;
  readonly queryTransfer: (
    access: ChannelAccess,
    transfer: Numbered,
  ) => Promise<TransferQueryOutcome>;
  readonly redEnvelope: (
    access: ChannelAccess,
    order: RedEnvelopeOrder,
  ) => Promise<RedEnvelopeOutcome>;
  readonly queryRedEnvelope: (
    access: ChannelAccess,
    redEnvelope: Numbered,
  ) => Promise<RedEnvelopeQueryOutcome>;
  /** All of a day of the channel's, YYYY-MM-DD in UTC+8. */
  readonly statement: (access: ChannelAccess, date: string) => Promise<StatementOutcome>;
  /** Refused with `channel_sign_error` when it is not the channel's. */
  readonly verifyNotification: (
    access: ChannelAccess,
    raw: RawNotification,
  ) => Promise<Outcome<Notice, never, "channel_sign_error" | "channel_notify_id_error", Trouble>>;
}

/** The channels that this Purse can speak to. */
export type Channels = Readonly<Partial<Record<PaymentChannel, Channel>>>;
