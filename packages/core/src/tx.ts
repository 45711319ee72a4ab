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
import type { PageRange, Rows, StateRange } from "./page.ts";
import type { IdempotentRequest, Job, WebhookAnswer } from "./ports.ts";
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

/** Of another key's wallet nothing is told but which kind it is. */
export type WalletLookup =
  | { readonly found: "own"; readonly wallet: StoredWallet }
  | { readonly found: "foreign"; readonly type: WalletType }
  | { readonly found: "nowhere" };
