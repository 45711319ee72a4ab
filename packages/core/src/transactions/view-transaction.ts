import type { Transaction } from "@purse/contract";
import type { StoredTransaction } from "../stored.ts";

/** A posting as the API shows it. */
export function viewTransaction({ created_at, ...transaction }: StoredTransaction): Transaction {
  return { ...transaction, created_at: created_at.toISOString() };
}
