import type { Channel, Mode } from "@purse/core";

/** What a channel's adapter is made with. */
export interface ChannelSettings {
  /** The channel's base URL: test keys reach the sandbox, live keys the channel itself. */
  readonly urlOf: (mode: Mode) => string;
  readonly now: () => Date;
  /** How long one call may take, in milliseconds. */
  readonly timeLimitMs: number;
  /** An authority to trust besides the usual ones, PEM: a sandbox with TLS has one of its own. */
  readonly authority?: string;
  /** Hears of every call, for the log and the metrics. */
  readonly onCall: (call: ChannelCall) => void;
}

/** One call to a channel, as it is logged: no secret, nothing of the payer. */
export interface ChannelCall {
  readonly channel: "alipay" | "wechat";
  readonly operation: keyof Channel;
  /** Our number of the order, refund … */
  readonly no: string;
  readonly outcome: "succeeded" | "refused" | "waiting" | "unknown";
  /** The registry key of what was refused or is unknown. */
  readonly key: string | null;
  /** The channel's own words: its code, sub-code and message. */
  readonly said: string | null;
  /** Whether no row of the translation table knows the channel's code. */
  readonly is_unforeseen: boolean;
  readonly duration_ms: number;
}
