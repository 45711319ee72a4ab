import type { TransferStatus } from "@purse/contract";
import { listOfWallet } from "../list-of-wallet.ts";
import type { StateRange } from "../page.ts";
import { viewTransfer } from "./view-transfer.ts";

export const listTransfers = listOfWallet(
  (tx, wallet, range: StateRange<TransferStatus>) => tx.transfers.list(wallet, range),
  viewTransfer,
);
