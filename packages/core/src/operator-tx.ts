import type { Mode } from "./mode.ts";
import type { OperatorViews } from "./operator-views.ts";
import type { SigningKey } from "./ports.ts";
import type { WebhookDeliveryStatus } from "./stored.ts";
import type { StoredNotification, Tx } from "./tx.ts";

// What core asks of the database for the operator, of all merchants.

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
