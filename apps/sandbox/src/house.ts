import type Router from "@koa/router";
import type { Books } from "./books/books.ts";
import type { Payment } from "./books/payments.ts";
import type { Payout } from "./books/payouts.ts";
import type { Refund } from "./books/refunds.ts";
import type { CertificateAuthority } from "./certificate-authority.ts";
import type { Faults } from "./faults/faults.ts";
import type { Notifier } from "./notifications/notifier.ts";

export const channels = ["alipay", "wechat"] as const;
export type Channel = (typeof channels)[number];

/** What both channels' servers stand on. */
export interface House {
  readonly books: Books;
  readonly faults: Faults;
  readonly notifier: Notifier;
  readonly authority: CertificateAuthority;
  readonly now: () => Date;
  /** `https://127.0.0.1:3002`, for the addresses of pages. */
  readonly url: () => string;
}

/** A channel as the frame sees it; `Fields` are what a merchant puts into its own settings. */
export interface ChannelServer<Fields> {
  /** Its paths below `/alipay` or `/wechat`. */
  readonly routes: Router;
  /** Opens a merchant's account with so many fen. */
  readonly openAccount: (balance: number) => Promise<Fields>;
  /** These tell the merchant what has just become of something, where it wants to hear of it. */
  readonly notifyPayment: (payment: Payment) => void;
  readonly notifyRefund: (refund: Refund) => void;
  readonly notifyPayout: (payout: Payout) => void;
}
