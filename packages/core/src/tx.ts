import type {
  ChargeStatus,
  Currency,
  DisabledReason,
  ErrorKey,
  PaymentChannel,
  RechargeStatus,
  RedEnvelopeStatus,
  RefundStatus,
  SettleStatus,
  TransferStatus,
  WalletStatus,
  WalletType,
  WebhookEndpointStatus,
  WithdrawalStatus,
} from "@purse/contract";
import type { Entry, Hold, PostResult } from "./ledger/entry.ts";
import type { Mode } from "./mode.ts";
import type { OperatorViews } from "./operator-views.ts";
import type { IdempotentRequest, Job, SigningKey, WebhookAnswer } from "./ports.ts";
import type {
  ChargeChange,
  NewChannelAccount,
  NewCharge,
  NewEvent,
  NewRandomKey,
  NewRecharge,
  NewRedEnvelope,
  NewRefund,
  NewSettle,
  NewStatement,
  NewTransfer,
  NewWallet,
  NewWebhookEndpoint,
  NewWithdrawal,
  RandomKeyStatus,
  RechargeChange,
  RedEnvelopeChange,
  RefundChange,
  StatementDay,
  StoredBalance,
  StoredChannelAccount,
  StoredCharge,
  StoredEvent,
  StoredRandomKey,
  StoredRecharge,
  StoredRedEnvelope,
  StoredRefund,
  StoredSettle,
  StoredStatementEntry,
  StoredTransaction,
  StoredTransfer,
  StoredWallet,
  StoredWebhookEndpoint,
  StoredWithdrawal,
  TransferChange,
  WebhookDeliveryStatus,
  WebhookSecrets,
} from "./stored.ts";

// What core asks of the database within one transaction.

/** One transaction, bound to one merchant. */
export interface Tx {
  readonly idempotency: {
    /** Keeps the answer of this attempt's; false when the key has been taken by another since. */
    readonly keep: (
      request: Pick<IdempotentRequest, "merchant_id" | "key">,
      attempt: number,
      answer: string,
    ) => Promise<boolean>;
  };
  readonly notifications: {
    /** Counts a notification's coming, by its id at the channel, with what came of it this time. */
    readonly record: (notification: NotificationRecord) => Promise<void>;
  };
  readonly jobs: {
    /** Has a worker look after the object in so many seconds, if this transaction commits. */
    readonly send: (job: Pick<Job, "kind" | "id">, afterSeconds: number) => Promise<void>;
  };
  readonly wallets: {
    readonly find: (id: string) => Promise<WalletLookup>;
    /** Undefined when the merchant has its merchant wallet already. */
    readonly insert: (wallet: NewWallet) => Promise<StoredWallet | undefined>;
    readonly setStatus: (id: string, status: WalletStatus) => Promise<StoredWallet>;
    readonly balances: (ids: readonly string[]) => Promise<readonly StoredBalance[]>;
    readonly listUsers: (page: StateRange<WalletStatus>) => Promise<Rows<StoredWallet>>;
  };
  readonly charges: {
    readonly find: (id: string) => Promise<StoredCharge | undefined>;
    readonly findByOrderNo: (orderNo: string) => Promise<StoredCharge | undefined>;
    /** Reads the charge and keeps others from changing it until the transaction ends. */
    readonly lock: (id: string) => Promise<StoredCharge | undefined>;
    readonly insert: (charge: NewCharge) => Promise<StoredCharge>;
    readonly change: (id: string, change: ChargeChange) => Promise<StoredCharge>;
    readonly list: (
      wallet: StoredWallet,
      page: StateRange<ChargeStatus>,
    ) => Promise<Rows<StoredCharge>>;
  };
  readonly recharges: {
    readonly find: (id: string) => Promise<StoredRecharge | undefined>;
    readonly findByOrderNo: (orderNo: string) => Promise<StoredRecharge | undefined>;
    readonly lock: (id: string) => Promise<StoredRecharge | undefined>;
    readonly insert: (recharge: NewRecharge) => Promise<StoredRecharge>;
    readonly change: (id: string, change: RechargeChange) => Promise<StoredRecharge>;
    readonly list: (
      wallet: StoredWallet,
      page: StateRange<RechargeStatus>,
    ) => Promise<Rows<StoredRecharge>>;
  };
  readonly refunds: {
    readonly find: (id: string) => Promise<StoredRefund | undefined>;
    readonly lock: (id: string) => Promise<StoredRefund | undefined>;
    readonly change: (id: string, change: RefundChange) => Promise<StoredRefund>;
    readonly findByRefundNo: (refundNo: string) => Promise<StoredRefund | undefined>;
    /** All of a charge's, the oldest first. */
    readonly listOfCharge: (chargeId: string) => Promise<readonly StoredRefund[]>;
    readonly insert: (refund: NewRefund) => Promise<StoredRefund>;
    readonly list: (
      wallet: StoredWallet,
      page: StateRange<RefundStatus>,
    ) => Promise<Rows<StoredRefund>>;
  };
  readonly paymentPasswords: {
    readonly set: (walletId: string, hash: string) => Promise<StoredWallet>;
    /** Counts a try and answers the hash to compare with; undefined when no try is left. */
    readonly try: (
      walletId: string,
    ) => Promise<{ readonly hash: string; readonly tries_left: number } | undefined>;
    readonly clearTries: (walletId: string) => Promise<void>;
  };
  readonly randomKeys: {
    /** Answers when it expires. The mode is the caller's, as for every secret. */
    readonly insert: (key: NewRandomKey, mode: Mode) => Promise<Date>;
    /** Reads a wallet's random key and keeps others from using it. */
    readonly lock: (id: string, walletId: string) => Promise<StoredRandomKey | undefined>;
    /** Ends a fresh one: nothing is kept of its secret. */
    readonly end: (id: string, status: Exclude<RandomKeyStatus, "fresh">) => Promise<void>;
  };
  readonly transfers: {
    readonly find: (id: string) => Promise<StoredTransfer | undefined>;
    readonly findByNo: (transferNo: string) => Promise<StoredTransfer | undefined>;
    readonly lock: (id: string) => Promise<StoredTransfer | undefined>;
    readonly change: (id: string, change: TransferChange) => Promise<StoredTransfer>;
    readonly insert: (transfer: NewTransfer) => Promise<StoredTransfer>;
    /** Of those that the wallet sent and those that it received. */
    readonly list: (
      wallet: StoredWallet,
      page: StateRange<TransferStatus>,
    ) => Promise<Rows<StoredTransfer>>;
  };
  readonly redEnvelopes: {
    readonly find: (id: string) => Promise<StoredRedEnvelope | undefined>;
    readonly findByNo: (redEnvelopeNo: string) => Promise<StoredRedEnvelope | undefined>;
    readonly lock: (id: string) => Promise<StoredRedEnvelope | undefined>;
    readonly insert: (redEnvelope: NewRedEnvelope) => Promise<StoredRedEnvelope>;
    readonly change: (id: string, change: RedEnvelopeChange) => Promise<StoredRedEnvelope>;
    readonly list: (
      wallet: StoredWallet,
      page: StateRange<RedEnvelopeStatus>,
    ) => Promise<Rows<StoredRedEnvelope>>;
  };
  readonly channelAccounts: {
    readonly find: (channel: PaymentChannel) => Promise<StoredChannelAccount | undefined>;
    readonly put: (account: NewChannelAccount) => Promise<StoredChannelAccount>;
  };
  readonly events: {
    readonly find: (id: string) => Promise<StoredEvent | undefined>;
    readonly insert: (event: NewEvent) => Promise<void>;
    readonly list: (wallet: StoredWallet, page: PageRange) => Promise<Rows<StoredEvent>>;
  };
  readonly webhookEndpoints: {
    readonly find: (id: string) => Promise<StoredWebhookEndpoint | undefined>;
    readonly lock: (id: string) => Promise<StoredWebhookEndpoint | undefined>;
    readonly insert: (endpoint: NewWebhookEndpoint, mode: Mode) => Promise<StoredWebhookEndpoint>;
    readonly setSecrets: (id: string, secrets: WebhookSecrets, mode: Mode) => Promise<void>;
    readonly enable: (id: string) => Promise<StoredWebhookEndpoint>;
    readonly disable: (id: string, reason: DisabledReason) => Promise<StoredWebhookEndpoint>;
    readonly list: (
      wallet: StoredWallet,
      page: StateRange<WebhookEndpointStatus>,
    ) => Promise<Rows<StoredWebhookEndpoint>>;
  };
  readonly webhookDeliveries: {
    /** Keeps an attempt; false when the delivery has ended, or is another process's by now. */
    readonly record: (id: string, tries: number, answer: WebhookAnswer) => Promise<boolean>;
    readonly end: (id: string, status: "delivered" | "given_up") => Promise<void>;
    /** Puts it off, and with it what is behind it. */
    readonly retry: (id: string, afterSeconds: number) => Promise<void>;
    readonly giveUpAll: (endpointId: string) => Promise<void>;
    /** Makes it pending from the first attempt on, or makes it; answers its id. */
    readonly sendAnew: (endpointId: string, event: StoredEvent) => Promise<string>;
  };
  readonly settles: {
    readonly find: (id: string) => Promise<StoredSettle | undefined>;
    readonly insert: (settle: NewSettle) => Promise<StoredSettle>;
    readonly lock: (id: string) => Promise<StoredSettle | undefined>;
    readonly setStatus: (id: string, status: SettleStatus) => Promise<StoredSettle>;
    /** Binds a wallet to a locked object; false when it was bound to it before. */
    readonly bind: (settle: StoredSettle, walletId: string) => Promise<boolean>;
    readonly isBound: (id: string, walletId: string) => Promise<boolean>;
    readonly list: (
      wallet: StoredWallet,
      page: StateRange<SettleStatus>,
    ) => Promise<Rows<StoredSettle>>;
  };
  readonly withdrawals: {
    readonly find: (id: string) => Promise<StoredWithdrawal | undefined>;
    readonly findByNo: (withdrawalNo: string) => Promise<StoredWithdrawal | undefined>;
    readonly lock: (id: string) => Promise<StoredWithdrawal | undefined>;
    readonly insert: (withdrawal: NewWithdrawal) => Promise<StoredWithdrawal>;
    readonly resolve: (id: string, status: WithdrawalStatus) => Promise<StoredWithdrawal>;
    readonly list: (
      wallet: StoredWallet,
      page: StateRange<WithdrawalStatus>,
    ) => Promise<Rows<StoredWithdrawal>>;
  };
  /** Days of a channel's own records, kept beside ours. */
  readonly statements: {
    /** Of a day as it was fetched at `fresh_from` or later; undefined when it was not. */
    readonly list: (
      day: StatementDay,
      page: PageRange,
    ) => Promise<Rows<StoredStatementEntry> | undefined>;
    /**
     * Whether something was booked on the day that was made before it, so that the channel may
     * have it the day before, whose records are not kept.
     */
    readonly reachesBack: (day: StatementDay, before: StatementDay) => Promise<boolean>;
    /** Keeps a day, unless another request has in the meantime. */
    readonly keep: (day: StatementDay, fetched: NewStatement) => Promise<void>;
  };
  readonly ledger: {
    /** Locks the accounts in one global order; writes all of the entry or nothing. */
    readonly post: (entry: Entry) => Promise<PostResult>;
    /** Sets money of a wallet aside; `short`, with nothing written, when it has too little. */
    readonly hold: (hold: Hold) => Promise<"held" | "short">;
    /** Ends a hold: nothing moves, or the entry does for which the money was set aside. */
    readonly release: (reference: string) => Promise<void>;
    readonly capture: (entry: Entry) => Promise<PostResult>;
    /**
     * All of a wallet's money at the end of a millisecond, one a currency that it has ever had;
     * `to_come` until the database's clock is past it.
     */
    readonly balancesAt: (
      walletId: string,
      moment: Date,
    ) => Promise<readonly { readonly currency: Currency; readonly balance: number }[] | "to_come">;
    readonly list: (
      wallet: StoredWallet,
      currency: Currency,
      page: PageRange,
    ) => Promise<Rows<StoredTransaction>>;
  };
}

/** What works that share a transaction ask for: of each of these one statement serves them all. */
export interface SharedTx {
  readonly wallets: Pick<Tx["wallets"], "find">;
  readonly charges: Pick<Tx["charges"], "findByOrderNo" | "insert">;
  readonly ledger: Pick<Tx["ledger"], "post">;
  readonly events: Pick<Tx["events"], "insert">;
}

/** One transaction of the operator's, bound to no merchant. */
export interface OperatorTx extends OperatorViews {
  readonly merchants: {
    readonly findOrInsert: (merchant: {
      id: string;
      name: string;
      mode: Mode;
    }) => Promise<Merchant>;
    readonly list: () => Promise<readonly Merchant[]>;
    readonly find: (ids: readonly string[]) => Promise<readonly Merchant[]>;
  };
  readonly keys: {
    readonly insert: (key: NewKey) => Promise<StoredKey>;
    readonly revoke: (id: string) => Promise<StoredKey | undefined>;
    /** Reads a key and keeps others from changing it. */
    readonly lock: (
      id: string,
    ) => Promise<
      (Pick<StoredKey, "id" | "algorithm" | "revoked_at"> & Omit<Merchant, "id">) | undefined
    >;
    /** Ends it then, unless it ends before. */
    readonly expire: (id: string, notAfter: Date) => Promise<void>;
    readonly list: () => Promise<readonly StoredKey[]>;
  };
  /** Seals every secret anew, under the newest key; answers how many. */
  readonly resealSecrets: () => Promise<number>;
  readonly audit: (record: AuditRecord) => Promise<void>;
  /** The latest records, or those before one, the latest first. */
  readonly audits: (page: AuditPage) => Promise<readonly StoredAuditRecord[]>;
  readonly merchantOfSettle: (settleId: string) => Promise<string | undefined>;
  /** The latest verified notifications that could not be applied. */
  readonly refusedNotifications: (count: number) => Promise<readonly RefusedNotification[]>;
  readonly merchantOfWithdrawal: (withdrawalId: string) => Promise<string | undefined>;
  readonly merchantOfWebhookEndpoint: (endpointId: string) => Promise<string | undefined>;
  /** The newest first, each with its attempts. */
  readonly listDeliveries: (filter: DeliveryFilter) => Promise<readonly StoredDelivery[]>;
  readonly listRequests: (filter: RequestFilter) => Promise<readonly StoredRequest[]>;
  /** The merchant that a wallet belongs to. */
  readonly merchantOfWallet: (walletId: string) => Promise<string | undefined>;
  readonly forMerchant: (merchantId: string) => Tx;
}

/** A notification whose signature was verified; `applied`, or the key that it was refused with. */
export interface NotificationRecord {
  readonly channel: PaymentChannel;
  readonly notify_id: string;
  readonly kind: "payment" | "refund" | "transfer";
  readonly no: string;
  readonly verdict: "applied" | ErrorKey;
}

/** A notification that is kept, however often the channel sent it. */
export interface StoredNotification extends NotificationRecord {
  readonly times: number;
  readonly first_at: Date;
  readonly last_at: Date;
}

export interface RefusedNotification extends StoredNotification {
  readonly merchant_id: string;
}

/** Which deliveries an operator wants to see. */
export interface DeliveryFilter {
  readonly endpoint_id?: string | undefined;
  readonly event_id?: string | undefined;
  readonly status?: WebhookDeliveryStatus | undefined;
  /** Only those older than the delivery of this number. */
  readonly before?: number | undefined;
  readonly count: number;
}

/** A request as it was answered; of a batch over the gateway there is one for each call. */
export interface StoredRequest {
  /** Later ones have higher numbers, nearly in the order of their answers. */
  readonly number: number;
  readonly request_id: string;
  readonly at: Date;
  readonly method: string;
  readonly path: string;
  readonly operation: string | null;
  readonly merchant_id: string | null;
  readonly key_id: string | null;
  /** What was made, read or asked for. */
  readonly resource_id: string | null;
  /** null when the caller had gone before the answer, and so is the code. */
  readonly status: number | null;
  /** 0 is success. */
  readonly code: number | null;
  readonly duration_ms: number;
}

/** Which requests an operator wants to see. */
export interface RequestFilter {
  readonly request_id?: string | undefined;
  readonly resource_id?: string | undefined;
  readonly merchant_id?: string | undefined;
  readonly key_id?: string | undefined;
  readonly operation?: string | undefined;
  readonly code?: number | undefined;
  /** Only those with a code other than 0. */
  readonly failed?: boolean | undefined;
  /** Those with lower numbers, the newest first, as without any. */
  readonly before?: number | undefined;
  /** Those with higher numbers, in their order. */
  readonly after?: number | undefined;
  readonly count: number;
}

export interface StoredDelivery {
  readonly id: string;
  readonly number: number;
  readonly endpoint_id: string;
  readonly event_id: string;
  readonly event_type: string;
  readonly status: WebhookDeliveryStatus;
  readonly next_at: Date;
  readonly created_at: Date;
  readonly ended_at: Date | null;
  readonly attempts: readonly StoredAttempt[];
}

export interface StoredAttempt {
  readonly at: Date;
  readonly status: number | null;
  readonly error: string | null;
  readonly duration_ms: number;
}

export interface PageRange {
  readonly page: number;
  readonly count: number;
  /** RFC 3339: of lists that keep the order of time, only what was made in between. */
  readonly created_from?: string | undefined;
  readonly created_to?: string | undefined;
}

/** A page of a list that may be cut down to one state. */
export interface StateRange<Status extends string> extends PageRange {
  readonly status?: Status | undefined;
}

export interface Rows<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

/** Of another key's wallet nothing is told but which kind it is. */
export type WalletLookup =
  | { readonly found: "own"; readonly wallet: StoredWallet }
  | { readonly found: "foreign"; readonly type: WalletType }
  | { readonly found: "nowhere" };

export interface Merchant {
  readonly id: string;
  readonly name: string;
  readonly mode: Mode;
}

export interface StoredKey {
  readonly id: string;
  readonly merchant_id: string;
  /** Null of a key from before there were signatures. */
  readonly algorithm: SigningKey["algorithm"] | null;
  readonly created_at: Date;
  readonly not_after: Date | null;
  /** To the minute. */
  readonly last_used_at: Date | null;
  readonly revoked_at: Date | null;
}

export interface NewKey {
  readonly id: string;
  readonly merchant_id: string;
  readonly mode: Mode;
  readonly api_key: string;
  readonly signing: SigningKey;
  readonly not_after?: Date;
}

/** What an operator did: who, what, to which object, with which particulars. */
export interface AuditRecord {
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, string | number>>;
}

export interface StoredAuditRecord extends AuditRecord {
  readonly id: number;
  readonly at: Date;
}

export interface AuditPage {
  readonly count: number;
  readonly before?: number | undefined;
}
