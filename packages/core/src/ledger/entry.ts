import type { Currency, EntryKind } from "@purse/contract";

export type { EntryKind };

/**
 * An account of the chart: what a wallet is owed, or one of the merchant's own.
 * `adjustment` is where an operator's corrections come from and go to; `settlement` is what
 * was paid out to settlement objects; `alipay` and `wechat` what lies at the channel (below zero:
 * the channel owes it); `fee` what channels kept.
 */
export type Account =
  | { readonly wallet: string }
  | { readonly system: "adjustment" | "settlement" | "alipay" | "wechat" | "fee" };

/** A change of one account's balance: minor units, positive into it, negative out of it. */
export interface Posting {
  readonly account: Account;
  readonly amount: number;
}

/** A business event as the ledger keeps it: postings that sum to zero, in one currency. */
export interface Entry {
  readonly kind: EntryKind;
  /** The id of what happened; the ledger takes one entry a kind and reference. */
  readonly reference: string;
  readonly currency: Currency;
  readonly postings: readonly Posting[];
}

/** Money of a wallet set aside until an outcome is known. */
export interface Hold {
  /** The id of what it is for; one hold a reference. */
  readonly reference: string;
  readonly wallet_id: string;
  readonly currency: Currency;
  readonly amount: number;
}

/** `short`: a wallet's available balance does not cover its posting. `full`: it would hold more than 2^53-1. */
export type PostResult = "posted" | "short" | "full";

/** The entry that moves an amount from one account to another. */
export function move(
  kind: EntryKind,
  reference: string,
  amount: number,
  currency: Currency,
  from: Account,
  to: Account,
): Entry {
  if (!Number.isSafeInteger(amount) || amount < 1) {
    throw new RangeError(`cannot move ${amount}: not a positive safe integer`);
  }
  const postings = [
    { account: from, amount: -amount },
    { account: to, amount },
  ];
  return { kind, reference, currency, postings };
}
