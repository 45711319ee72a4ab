import type { Merchant } from "@purse/scenarios";

/** A Purse where codes can be brought about. */
export interface Place {
  /** The one that runs, or one begun for a single scenario. */
  readonly kind: "running" | "own";
  readonly serverUrl: string;
  /** A new merchant with two funded user wallets. */
  readonly merchant: () => Promise<Merchant>;
  /** A live key of ed25519. */
  readonly liveKey: () => Promise<string>;
}
