import type {
  Channel,
  ChargeStatus,
  Currency,
  DisabledReason,
  EntryKind,
  EventResource,
  EventType,
  PayerAction,
  PaymentChannel,
  PaymentMethod,
  RechargeStatus,
  RedEnvelopeStatus,
  RefundStatus,
  SettleStatus,
  SettleType,
  StatementKind,
  TransferStatus,
  WalletStatus,
  WalletType,
  WebhookEndpointStatus,
  WithdrawalStatus,
} from "@purse/contract";
import type {
  ChannelEntry,
  PayOutcome,
  RedEnvelopeOutcome,
  RefundOutcome,
  RefusalOf,
  TransferOutcome,
} from "./channels/channel.ts";
import type { Mode } from "./mode.ts";

// What use-cases write and read: `New…` as it goes in, `Stored…` as it comes back.

export interface NewWallet {
  readonly id: string;
  readonly type: WalletType;
  readonly name: string | null;
}

export interface StoredWallet extends NewWallet {
  readonly status: WalletStatus;
  readonly has_payment_password: boolean;
  /** Whether its books are broken, by the last check of the ledger. */
  readonly is_frozen: boolean;
  readonly created_at: Date;
}

export interface StoredBalance {
  readonly wallet_id: string;
  readonly currency: Currency;
  readonly available: number;
  readonly held: number;
}

/** What a charge and a recharge have of the channel that they are paid through. */
interface ChannelPayment {
  readonly action: PayerAction | null;
  readonly channel_transaction_id: string | null;
  readonly failure: RefusalOf<PayOutcome> | null;
}

export interface NewCharge {
  readonly id: string;
  readonly wallet_id: string;
  readonly payer_wallet_id: string | null;
  readonly channel: Channel;
  readonly order_no: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly fee: number;
  readonly subject: string | null;
  readonly status: ChargeStatus;
  readonly method: PaymentMethod | null;
  readonly payer_id: string | null;
  readonly expires_in: number | null;
  readonly expires_at: Date | null;
}

export interface StoredCharge extends NewCharge, ChannelPayment {
  readonly amount_refunded: number;
  /** Of the amount, what refunds hold whose outcome is open. */
  readonly amount_refunding: number;
  readonly created_at: Date;
  readonly paid_at: Date | null;
}

export type ChargeChange = Partial<
  ChannelPayment & Pick<StoredCharge, "status" | "amount_refunded" | "amount_refunding">
>;

export interface NewRecharge {
  readonly id: string;
  readonly wallet_id: string;
  readonly channel: PaymentChannel;
  readonly order_no: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly subject: string | null;
  readonly status: RechargeStatus;
  readonly method: PaymentMethod;
  readonly payer_id: string | null;
  readonly expires_in: number;
  readonly expires_at: Date;
}

export interface StoredRecharge extends NewRecharge, ChannelPayment {
  readonly created_at: Date;
  readonly paid_at: Date | null;
}

export type RechargeChange = Partial<ChannelPayment & Pick<StoredRecharge, "status">>;

export interface NewRefund {
  readonly id: string;
  readonly charge_id: string;
  readonly wallet_id: string;
  readonly payer_wallet_id: string | null;
  readonly channel: Channel;
  readonly refund_no: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly reason: string | null;
  readonly status: RefundStatus;
}

export interface StoredRefund extends NewRefund {
  readonly failure: RefusalOf<RefundOutcome> | null;
  readonly created_at: Date;
  readonly succeeded_at: Date | null;
}

export type RefundChange = Pick<StoredRefund, "status"> & Partial<Pick<StoredRefund, "failure">>;

export interface NewSettle {
  readonly id: string;
  readonly type: SettleType;
  readonly account_name: string;
  readonly account_no: string;
  readonly bank_name: string | null;
  readonly status: SettleStatus;
}

export interface StoredSettle extends NewSettle {
  readonly created_at: Date;
}

export interface NewWithdrawal {
  readonly id: string;
  readonly wallet_id: string;
  readonly settle_id: string;
  readonly withdrawal_no: string;
  readonly amount: number;
  readonly currency: Currency;
}

export interface StoredWithdrawal extends NewWithdrawal {
  readonly status: WithdrawalStatus;
  readonly created_at: Date;
  readonly resolved_at: Date | null;
}

/** A posting to a wallet's account, with what its entry says of it. */
export interface StoredTransaction {
  readonly position: number;
  readonly kind: EntryKind;
  readonly reference: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly balance_after: number;
  readonly created_at: Date;
}

export interface NewTransfer {
  readonly id: string;
  readonly wallet_id: string;
  readonly to_wallet_id: string | null;
  readonly to_account: string | null;
  readonly to_name: string | null;
  readonly channel: Channel;
  readonly transfer_no: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly remark: string | null;
  readonly status: TransferStatus;
}

export interface StoredTransfer extends NewTransfer {
  readonly action_url: string | null;
  readonly failure: RefusalOf<TransferOutcome> | null;
  readonly created_at: Date;
  readonly succeeded_at: Date | null;
}

export type TransferChange = Pick<StoredTransfer, "status"> &
  Partial<Pick<StoredTransfer, "action_url" | "failure">>;

export interface NewRedEnvelope {
  readonly id: string;
  readonly wallet_id: string;
  readonly channel: PaymentChannel;
  readonly red_envelope_no: string;
  readonly to_account: string;
  readonly amount: number;
  readonly currency: Currency;
  readonly greeting: string;
}

export interface StoredRedEnvelope extends NewRedEnvelope {
  readonly amount_returned: number;
  readonly status: RedEnvelopeStatus;
  readonly failure: RefusalOf<RedEnvelopeOutcome> | null;
  readonly created_at: Date;
  readonly sent_at: Date | null;
  readonly ended_at: Date | null;
}

export type RedEnvelopeChange = Pick<StoredRedEnvelope, "status"> &
  Partial<Pick<StoredRedEnvelope, "amount_returned" | "failure">>;

export interface NewChannelAccount {
  readonly channel: PaymentChannel;
  readonly wallet_id: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly fee_bps: number;
}

export interface StoredChannelAccount extends NewChannelAccount {
  readonly mode: Mode;
  readonly updated_at: Date;
}

export interface NewEvent {
  readonly wallet_id: string;
  readonly type: string;
  readonly resource: EventResource;
  readonly resource_id: string;
  /** The resource as the API shows it. */
  readonly data: object;
}

export interface StoredEvent extends NewEvent {
  readonly id: string;
  /** The request that it goes back to; null when nobody asked. */
  readonly request_id: string | null;
  readonly created_at: Date;
}

export interface NewRandomKey {
  readonly id: string;
  readonly wallet_id: string;
  readonly random_key: string;
}

export type RandomKeyStatus = "fresh" | "used" | "expired";

export interface StoredRandomKey extends Omit<NewRandomKey, "random_key"> {
  /** While it is fresh. */
  readonly random_key: string | undefined;
  readonly status: RandomKeyStatus;
  /** Its five minutes are over. */
  readonly is_due: boolean;
}

/** A day of a channel's records, from its first moment until before its last. */
export interface StatementDay {
  readonly channel: PaymentChannel;
  /** YYYY-MM-DD in UTC+8. */
  readonly date: string;
  readonly from: Date;
  readonly to: Date;
  /** Records that were fetched then or later need not be fetched again. */
  readonly fresh_from: Date;
}

export interface NewStatement {
  readonly fetched_at: Date;
  /** In the order in which they are listed, with the ids that their numbers may stand for. */
  readonly entries: readonly (ChannelEntry & { readonly ids: readonly string[] })[];
  /** Ids that the channel has on another day. */
  readonly elsewhere: readonly string[];
}

/** A movement at the channel, with us, or both. */
export interface StoredStatementEntry {
  readonly kind: StatementKind;
  /** Of an object of the merchant's own, whether or not it has been booked. */
  readonly id: string | null;
  readonly there: Omit<ChannelEntry, "kind"> | null;
  readonly here: {
    readonly amount: number;
    readonly currency: Currency;
    readonly booked_at: Date;
  } | null;
  /** The channel has an earlier record of the same number. */
  readonly repeated: boolean;
}

/** The secrets of a webhook endpoint, the newest first, each with the end of its use. */
export type WebhookSecrets = readonly [WebhookSecret, ...WebhookSecret[]];
interface WebhookSecret {
  readonly secret: string;
  readonly until: string | null;
}

export interface NewWebhookEndpoint {
  readonly id: string;
  readonly wallet_id: string;
  readonly url: string;
  readonly event_types: readonly EventType[] | null;
  readonly description: string | null;
  readonly secrets: WebhookSecrets;
}

export interface StoredWebhookEndpoint extends NewWebhookEndpoint {
  readonly status: WebhookEndpointStatus;
  readonly disabled_reason: DisabledReason | null;
  readonly disabled_at: Date | null;
  readonly created_at: Date;
}

export type WebhookDeliveryStatus = "pending" | "delivered" | "given_up";
