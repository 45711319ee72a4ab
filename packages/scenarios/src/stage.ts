import type { Fields } from "./http-request.ts";
import type { OperationCall } from "./scenario.ts";

/** A merchant with a test key, a merchant wallet, and two user wallets of 1,000,000 fen. */
export interface Merchant {
  readonly api_key: string;
  readonly merchant_wallet_id: string;
  readonly user_wallet_ids: readonly string[];
}

/** A merchant's accounts at both channels, in the fields that the API sets them by. */
export interface Accounts {
  readonly alipay: { readonly private_key: string };
  readonly wechat: { readonly api_v2_key?: string | undefined };
}

export interface NewFault {
  readonly channel: "alipay" | "wechat";
  readonly operation:
    | "pay"
    | "query"
    | "refund"
    | "transfer"
    | "redEnvelope"
    | "statement"
    | "notify";
  readonly fault: string;
  /** Of this order only. */
  readonly no?: string;
}

/** The channels' sandbox, as a scenario steers it. */
export interface Sandbox {
  /** A fresh merchant at both channels. */
  readonly merchant: () => Promise<Accounts>;
  /** A payer opens the code or page: only then does Alipay know a precreated trade. */
  readonly scan: (no: string) => Promise<unknown>;
  /** A payer pays; the notification goes out. */
  readonly pay: (no: string) => Promise<unknown>;
  readonly moveRefund: (no: string, state: "abnormal" | "closed") => Promise<unknown>;
  /** Has the next such operation go wrong, once. */
  readonly fault: (fault: NewFault) => Promise<unknown>;
}

/** What a Purse of its own is opened with. */
export interface OwnOptions {
  readonly keyConcurrency?: number;
  readonly randomKeyUrl?: string;
  readonly timeLimitMs?: number;
  /** Where channels reach the server, if not under its own URL. */
  readonly publicUrl?: string;
}

/** What a scenario has at hand: a Purse, and the channels behind it. */
export interface Stage {
  readonly sandbox: Sandbox;
  readonly merchant: () => Promise<Merchant>;
  /** A merchant with accounts at both channels, changed as said before they are set. */
  readonly shop: (
    change?: (accounts: Accounts) => { readonly alipay: object; readonly wechat: object },
  ) => Promise<Merchant>;
  /** A live key of ed25519. */
  readonly liveKey: () => Promise<string>;
  /** A call that has to succeed; answers its data. */
  // biome-ignore lint/suspicious/noExplicitAny: data of whatever operation, which the API has checked.
  readonly step: (operation: string, fields: Fields, key: string) => Promise<any>;
  /** A call that may answer what it likes. */
  readonly call: (call: OperationCall) => Promise<unknown>;
  /** A Purse of its own, for what would disturb others; closed behind the scenario. */
  readonly elsewhere: (options?: OwnOptions) => Promise<OwnStage>;
  /** What is to be done when the scenario is over. */
  readonly behind: (tidy: () => Promise<unknown>) => void;
}

/** A Purse that nobody else uses, with its database. */
export interface OwnStage extends Stage {
  readonly database: {
    readonly sqlTransaction: <T>(
      work: (session: { readonly run: (sql: string) => Promise<void> }) => Promise<T>,
    ) => Promise<T>;
  };
}
