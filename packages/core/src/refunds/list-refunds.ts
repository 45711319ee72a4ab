import { listOfWallet } from "../list-of-wallet.ts";
import { viewRefund } from "./view-refund.ts";

export const listRefunds = listOfWallet(
  (tx, wallet, page) => tx.refunds.list(wallet, page),
  viewRefund,
);
