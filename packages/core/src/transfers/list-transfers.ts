import { listOfWallet } from "../list-of-wallet.ts";
import { viewTransfer } from "./view-transfer.ts";

export const listTransfers = listOfWallet(
  (tx, wallet, page) => tx.transfers.list(wallet, page),
  viewTransfer,
);
