import type { Currency } from "@purse/contract";
import { listOfWallet } from "../list-of-wallet.ts";
import type { PageRange } from "../page.ts";
import { viewTransaction } from "./view-transaction.ts";

type Range = PageRange & { readonly currency: Currency };

export const listTransactions = listOfWallet(
  (tx, wallet, range: Range) => tx.ledger.list(wallet, range.currency, range),
  viewTransaction,
);
