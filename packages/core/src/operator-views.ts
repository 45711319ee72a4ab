import type { Currency, PaymentChannel } from "@purse/contract";
import type { EntryKind } from "./ledger/entry.ts";
import type { Job } from "./ports.ts";
import type { StoredCharge, StoredRefund, StoredTransfer, StoredWallet } from "./stored.ts";
import type { StoredAttempt, StoredNotification, StoredRequest } from "./tx.ts";

// What operators look at, of all merchants: nothing here changes anything.

export interface OperatorViews {
  /** What all merchants have, the newest first. */
  readonly browse: {
    readonly wallets: (page: BrowsePage) => Promise<readonly Owned<StoredWallet>[]>;
    readonly charges: (page: BrowsePage) => Promise<readonly Owned<StoredCharge>[]>;
    readonly refunds: (page: BrowsePage) => Promise<readonly Owned<StoredRefund>[]>;
    readonly transfers: (page: BrowsePage) => Promise<readonly Owned<StoredTransfer>[]>;
  };
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
  readonly merchant_id?: string | undefined;
  /** `open`: of movements whose outcome is not known. */
  readonly status?: string | undefined;
  /** The id of the last object of the page before. */
  readonly before?: string | undefined;
  readonly count: number;
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
  | "request";

export interface CodeCount {
  readonly at: Date;
  readonly code: number;
  readonly total: number;
}
