import type { Currency, Transaction } from "@purse/contract";
import { listOfWallet } from "../list-of-wallet.ts";
import type { StoredTransaction } from "../stored.ts";
import type { PageRange } from "../tx.ts";

type Range = PageRange & { readonly currency: Currency };

export const listTransactions = listOfWallet(
  (tx, wallet, range: Range) => tx.ledger.list(wallet, range.currency, range),
  viewTransaction,
);

function viewTransaction({ created_at, ...transaction }: StoredTransaction): Transaction {
  return { ...transaction, created_at: created_at.toISOString() };
}
