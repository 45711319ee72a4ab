import type { Currency, PaymentChannel } from "@purse/contract";
import type { EntryKind } from "./ledger/entry.ts";
import type { StoredAttempt, StoredRequest } from "./operator-tx.ts";
import type { Job } from "./ports.ts";
import type {
  StoredCharge,
  StoredRecharge,
  StoredRedEnvelope,
  StoredRefund,
  StoredTransaction,
  StoredTransfer,
  StoredWallet,
  StoredWebhookEndpoint,
} from "./stored.ts";
import type { StoredNotification } from "./tx.ts";

// What operators look at, of all merchants: nothing here changes anything.

export interface OperatorViews {
  /** What all merchants have, the newest first. */
  readonly browse: {
    readonly wallets: (page: BrowsePage) => Promise<readonly Owned<StoredWallet>[]>;
    readonly charges: (page: BrowsePage) => Promise<readonly Owned<StoredCharge>[]>;
    readonly refunds: (page: BrowsePage) => Promise<readonly Owned<StoredRefund>[]>;
    readonly transfers: (page: BrowsePage) => Promise<readonly Owned<StoredTransfer>[]>;
    readonly recharges: (page: BrowsePage) => Promise<readonly Owned<StoredRecharge>[]>;
    readonly redEnvelopes: (page: BrowsePage) => Promise<readonly Owned<StoredRedEnvelope>[]>;
    readonly endpoints: (page: BrowsePage) => Promise<readonly Owned<ListedEndpoint>[]>;
  };
  /** What moved a wallet's balance in a currency, the latest first. */
  readonly postingsOf: (page: PostingsPage) => Promise<readonly StoredTransaction[]>;
  /** The last checks of the ledger, the latest first. */
  readonly ledgerChecks: (count: number) => Promise<readonly StoredLedgerCheck[]>;
  /** The merchant that a movement of money belongs to. */
  readonly merchantOfMovement: (kind: Job["kind"], id: string) => Promise<string | undefined>;
  /** All that has happened to a merchant's objects, which channels know under these numbers. */
  readonly historyOf: (
    merchantId: string,
    ids: readonly string[],
    nos: readonly string[],
  ) => Promise<History>;
  /** The last call to a channel about each number. */
  readonly lastCalls: (nos: readonly string[]) => Promise<readonly StoredChannelCall[]>;
  /** What has one of the ids, or the text for its number, name or request id. */
  readonly search: (text: string, ids: readonly string[]) => Promise<readonly Found[]>;
  /** How often the API answered each code in each span of so many minutes, since a time. */
  readonly codeCounts: (since: Date, minutes: number) => Promise<readonly CodeCount[]>;
}

export type Owned<Row> = Row & { readonly merchant_id: string };

/** Which objects an operator wants to see. */
export interface BrowsePage {
  /** The one of this id. */
  readonly id?: string | undefined;
  readonly merchant_id?: string | undefined;
  /** Of what belongs to a wallet. */
  readonly wallet_id?: string | undefined;
  /** `open`: of movements whose outcome is not known; `frozen`: of wallets. */
  readonly status?: string | undefined;
  /** The id of the last object of the page before. */
  readonly before?: string | undefined;
  readonly count: number;
}

/** Without the secrets, which nobody needs who looks. */
export type ListedEndpoint = Omit<StoredWebhookEndpoint, "secrets">;

/** Which of a wallet's postings an operator wants to see. */
export interface PostingsPage {
  readonly wallet_id: string;
  readonly currency: Currency;
  /** The position of the last one of the page before. */
  readonly before?: number | undefined;
  readonly count: number;
}

/** What a check of the ledger came to. */
export interface StoredLedgerCheck {
  readonly number: number;
  readonly at: Date;
  readonly entries: number;
  readonly postings: number;
  readonly accounts: number;
  /** Rows that broke a rule. */
  readonly violations: number;
  readonly duration_ms: number;
}

/** A call to a payment channel as it ended. */
export interface StoredChannelCall {
  readonly number: number;
  /** When it began. */
  readonly at: Date;
  /** Whom it was made for; null when a worker made it. */
  readonly request_id: string | null;
  readonly channel: PaymentChannel;
  readonly operation: string;
  readonly no: string;
  readonly outcome: "succeeded" | "refused" | "waiting" | "unknown";
  /** The registry key of what was refused or is unknown. */
  readonly key: string | null;
  /** The channel's own words. */
  readonly said: string | null;
  readonly is_unforeseen: boolean;
  readonly duration_ms: number;
}

export interface History {
  readonly requests: readonly StoredRequest[];
  readonly calls: readonly StoredChannelCall[];
  readonly notifications: readonly StoredNotification[];
  readonly postings: readonly {
    readonly entry_id: number;
    readonly at: Date;
    readonly kind: EntryKind;
    readonly reference: string;
    readonly wallet_id: string | null;
    readonly role: string;
    readonly amount: number;
    readonly currency: Currency;
  }[];
  readonly holds: readonly {
    readonly reference: string;
    readonly amount: number;
    readonly currency: Currency;
    readonly state: "pending" | "captured" | "released";
    readonly created_at: Date;
    readonly ended_at: Date | null;
  }[];
  readonly events: readonly {
    readonly id: string;
    readonly type: string;
    readonly resource_id: string;
    readonly created_at: Date;
  }[];
  readonly attempts: readonly (StoredAttempt & {
    readonly delivery_id: string;
    readonly endpoint_id: string;
    readonly event_id: string;
    readonly event_type: string;
  })[];
}

/** Something that was searched for. */
export interface Found {
  readonly kind: FoundKind;
  readonly id: string;
  /** Its number, name or path, by which people know it. */
  readonly name: string | null;
  readonly merchant_id: string | null;
  readonly status: string | null;
}
export type FoundKind =
  | Job["kind"]
  | "wallet"
  | "settle"
  | "withdrawal"
  | "merchant"
  | "api_key"
  | "event"
  | "webhook_endpoint"
  | "notification"
  | "request";

export interface CodeCount {
  readonly at: Date;
  readonly code: number;
  readonly total: number;
}
