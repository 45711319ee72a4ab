import type { Codes, EncryptedPassword, FieldError, PaymentChannel } from "@purse/contract";
import type { Channels } from "./channels/channel.ts";
import type { Mode } from "./mode.ts";
import type { OperatorTx } from "./operator-tx.ts";
import type { Sandbox } from "./sandbox.ts";
import type { StoredEvent, WebhookSecrets } from "./stored.ts";
import type { SharedTx, Tx } from "./tx.ts";

export type { Mode };

/** Whoever stands behind an API key. All data access is bound to its merchant. */
export interface Caller {
  readonly merchant_id: string;
  readonly key_id: string;
  readonly mode: Mode;
}

/** Who has an API key, and what its requests are signed with, if it can sign. */
export interface KeyHolder {
  readonly caller: Caller;
  readonly signing:
    | { readonly algorithm: SigningKey["algorithm"]; readonly material: () => string }
    | undefined;
}

/** What verifies a key's signatures: base64 of a public key's 32 bytes, or of a secret's. */
export interface SigningKey {
  readonly algorithm: "ed25519" | "hmac-sha256";
  readonly material: string;
}

/** The right to fail in these ways and no others: `throw scope.fail("charge_closed")`. */
export type Fail<Key extends string> = (
  key: Key,
  detail?: string,
  fields?: readonly FieldError[],
) => Error;

/** What a use-case has in hand. It throws to undo; outside `transaction` nothing is written. */
export interface Scope<Key extends string> {
  readonly caller: Caller;
  // A property, not a method: methods are bivariant and would let undeclared keys through.
  readonly fail: Fail<Key>;
  readonly newId: NewId;
  readonly newRandomKey: Ports["newRandomKey"];
  readonly passwords: Passwords;
  readonly channels: Channels;
  readonly webhooks: Webhooks;
  readonly notifyUrl: Ports["notifyUrl"];
  readonly now: () => Date;
  /** Throws `Unavailable` when others may take this work's process for dead by now. */
  readonly refuseLate: () => void;
  readonly transaction: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  /**
   * A transaction that others' work of the same moment may share, for what comes often. `work`
   * fails only before it has written.
   */
  readonly shared: <T>(work: (tx: SharedTx) => Promise<T>) => Promise<T>;
  /**
   * A transaction that makes the operation's answer: under an Idempotency-Key both are committed
   * as one, for what cannot be found again by a number of the merchant's.
   */
  readonly conclude: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
  /** A transaction that only reads, all of it as of one moment. */
  readonly snapshot: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>;
}

/** What speaking to a channel takes, for a request or for the worker. */
export type ChannelScope<Key extends string> = Pick<
  Scope<Key>,
  "fail" | "channels" | "notifyUrl" | "now" | "refuseLate" | "transaction"
>;

/** What an operation open to everyone has in hand. */
export interface OpenScope<Key extends string> extends Pick<Scope<Key>, "fail"> {
  /** Every code that may be answered, also those of a contract that extends Purse's. */
  readonly registry: Codes;
  /** Whom a channel addresses by a wallet of the merchant's; undefined when there is none. */
  readonly merchantScopeOf: (walletId: string) => Promise<ChannelScope<Key> | undefined>;
}

/** What the operator's use-cases have in hand; `actor` goes into the audit log. */
export interface OperatorScope<Key extends string> {
  readonly actor: string;
  /** Every code that may be answered. */
  readonly registry: Codes;
  readonly fail: Fail<Key>;
  readonly newId: NewId;
  readonly newApiKey: (mode: Mode) => string;
  readonly newSigningSecret: () => string;
  readonly now: () => Date;
  readonly transaction: <T>(work: (tx: OperatorTx) => Promise<T>) => Promise<T>;
  /** Looks after a movement as the worker does, outside of any transaction. */
  readonly resume: (job: Job) => Promise<unknown>;
  readonly sandbox: Sandbox;
}

/** A new id that nobody can guess, `wal_…`; later ones sort behind earlier ones. */
export type NewId = (
  prefix:
    | "wal"
    | "rch"
    | "chg"
    | "ref"
    | "trf"
    | "red"
    | "rnd"
    | "stl"
    | "wdr"
    | "mer"
    | "key"
    | "adj"
    | "whe"
    | "idk",
) => string;

/** All that core asks of the world. */
export interface Ports {
  readonly storage: Storage;
  readonly newId: NewId;
  /** A fresh X-API-KEY: its mode, and 256 bits that nobody can guess. */
  readonly newApiKey: (mode: Mode) => string;
  /** A fresh secret for hmac-sha256: base64 of 32 bytes. */
  readonly newSigningSecret: () => string;
  /** base64 of 32 random bytes; undefined when their provider did not answer in time. */
  readonly newRandomKey: () => Promise<string | undefined>;
  readonly passwords: Passwords;
  readonly channels: Channels;
  readonly sandbox: Sandbox;
  readonly webhooks: Webhooks;
  /**
   * Counts a request of a key's in flight, over all replicas, until what it answers is called;
   * undefined when the key has as many as it may. Throws `Unavailable`.
   */
  readonly enter: (keyId: string) => Promise<(() => void) | undefined>;
  /** Under which URL a channel reaches us about a merchant wallet's orders. */
  readonly notifyUrl: (channel: PaymentChannel, walletId: string) => string;
  readonly now: () => Date;
  /** Milliseconds by a clock that nobody sets and that goes on while the process is stopped. */
  readonly uptime: () => number;
}

/** The cryptography of payment passwords. */
export interface Passwords {
  /** The password that was encrypted with a random key; undefined when it was not. */
  readonly open: (randomKey: string, given: EncryptedPassword) => string | undefined;
  /** A memory-hard hash, with its salt and parameters. */
  readonly hash: (password: string) => Promise<string>;
  readonly matches: (password: string, hash: string) => Promise<boolean>;
}

/** How events get to the URLs that merchants name. */
export interface Webhooks {
  /** `whsec_…`, 256 bits that nobody can guess. */
  readonly newSecret: () => string;
  /** Why nothing would be sent to this URL, undefined when it would. */
  readonly refusalOf: (url: string, mode: Mode) => Promise<string | undefined>;
  /** Sends a message once, signed with every secret. It never throws. */
  readonly send: (message: WebhookMessage) => Promise<WebhookAnswer>;
}

export interface WebhookMessage {
  readonly url: string;
  readonly mode: Mode;
  readonly id: string;
  readonly body: string;
  readonly secrets: readonly string[];
  /** The request that it goes back to, told as X-Request-Id. */
  readonly request_id: string | null;
}

/** What came of sending once: a status, or why there was none. */
export type WebhookAnswer = { readonly duration_ms: number } & (
  | { readonly status: number; readonly error: null }
  | { readonly status: null; readonly error: WebhookError }
);
export type WebhookError = "address_refused" | "dns" | "connection" | "tls" | "timeout";

/** The database cannot be asked or was too busy; nothing can be said of the outcome's effect. */
export class Unavailable extends Error {
  override readonly name = "Unavailable";
}

/** Encrypts what storage keeps of others' secrets. What it sealed it opens for `about` alone. */
export interface SecretBox {
  /** `about` is the row that the secret belongs to. Throws `SecretKeyMissing` for live ones. */
  readonly seal: (secret: string, about: string, mode: Mode) => string;
  readonly open: (sealed: string, about: string) => string;
}

/** Live secrets are not kept in the clear: there is no key to seal them with. */
export class SecretKeyMissing extends Error {
  override readonly name = "SecretKeyMissing";
}

/** Core's whole need of a database. */
export interface Storage {
  /**
   * Runs `work` in one transaction that sees this merchant's rows alone. `work` may run again
   * when it lost a race, so it must do nothing but speak to `tx`. Throws `Unavailable`.
   */
  readonly transaction: <T>(merchantId: string, work: (tx: Tx) => Promise<T>) => Promise<T>;
  /**
   * The same, in a transaction that others' work may share. `work` fails with a `PurseError`, and
   * before it has written; whatever goes wrong with one work, the others do not feel it.
   */
  readonly shared: <T>(merchantId: string, work: (tx: SharedTx) => Promise<T>) => Promise<T>;
  /** The same for work that only reads, and reads everything as of one moment. */
  readonly snapshot: <T>(merchantId: string, work: (tx: Tx) => Promise<T>) => Promise<T>;
  readonly operatorTransaction: <T>(work: (tx: OperatorTx) => Promise<T>) => Promise<T>;
  /** Who has an API key that is neither revoked nor expired; asked anew for every request. */
  readonly holderOf: (apiKey: string) => Promise<KeyHolder | undefined>;
  /** Keeps the nonce of a verified signature; false when its key had it before. */
  readonly keepNonce: (keyId: string, nonce: string) => Promise<boolean>;
  readonly idempotency: {
    /** Takes the key for this request, or tells what came of it; waits a while for a twin. */
    readonly reserve: (request: IdempotentRequest) => Promise<Reservation>;
    /** Keeps the answer, or without one leaves the key to the next who brings it. */
    readonly finish: (
      request: Pick<IdempotentRequest, "merchant_id" | "key">,
      attempt: number,
      answer: string | undefined,
    ) => Promise<void>;
  };
  /**
   * Takes deliveries whose time has come, a few an endpoint, passing by the endpoints that are
   * `busy`. Whoever is not heard of again loses them to others after half a minute.
   */
  readonly takeDeliveries: (
    count: number,
    busy: readonly string[],
  ) => Promise<readonly DueDelivery[]>;
  /** Proves the invariants over the whole database, in one snapshot, and freezes wallets whose books break one. */
  readonly checkLedger: (listener?: LedgerListener) => Promise<LedgerReport>;
  /** The same, unless it was done lately; replicas take turns. */
  readonly checkLedgerWhenDue: () => Promise<LedgerReport | undefined>;
}

/** An event on its way to an endpoint, taken by this process for one attempt. */
export interface DueDelivery {
  readonly id: string;
  readonly merchant_id: string;
  readonly mode: Mode;
  readonly endpoint_id: string;
  readonly url: string;
  readonly secrets: WebhookSecrets;
  /** Which attempt this is; it also tells whether another process has taken the delivery since. */
  readonly tries: number;
  readonly event: StoredEvent;
}

/** A write under an Idempotency-Key. */
export interface IdempotentRequest {
  readonly merchant_id: string;
  readonly key: string;
  /** `charges.create` */
  readonly operation: string;
  /** The checked input; the same key may come again with the very same only. */
  readonly content: string;
  /** An id from which the ids of what is made are taken. */
  readonly seed: string;
}

export type Reservation =
  | { readonly state: "taken"; readonly seed: string; readonly attempt: number }
  | { readonly state: "answered"; readonly answer: string }
  | { readonly state: "other_content" }
  | { readonly state: "in_flight" };

/** Work that a process may leave behind: an object whose end has yet to come. */
export interface Job {
  readonly kind: "charge" | "recharge" | "refund" | "transfer" | "red_envelope";
  readonly merchant_id: string;
  readonly id: string;
  /** The request that left it behind, and its span in a trace, where there are any. */
  readonly request_id?: string | undefined;
  readonly traceparent?: string | undefined;
}

/** How many rows a rule has looked at, of how many: from none to all. */
export interface LedgerProgress {
  readonly rule: string;
  readonly checked: number;
  readonly total: number;
}

/** A row that breaks a rule, by its key. */
export interface LedgerViolation {
  readonly rule: string;
  readonly subject: string;
}

/** Hears of a ledger check while it goes on. */
export interface LedgerListener {
  readonly onProgress?: (progress: LedgerProgress) => void;
  readonly onViolation?: (violation: LedgerViolation) => void;
}

/** Whether the invariants hold, how much there is, and of each rule the first rows that break it. */
export interface LedgerReport {
  readonly ok: boolean;
  readonly checked: {
    readonly entries: number;
    readonly postings: number;
    readonly accounts: number;
  };
  readonly violations: readonly LedgerViolation[];
}
