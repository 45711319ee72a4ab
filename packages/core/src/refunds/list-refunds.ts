import type { RefundStatus } from "@purse/contract";
import { listOfWallet } from "../list-of-wallet.ts";
import type { StateRange } from "../page.ts";
import { viewRefund } from "./view-refund.ts";

export const listRefunds = listOfWallet(
  (tx, wallet, range: StateRange<RefundStatus>) => tx.refunds.list(wallet, range),
  viewRefund,
);
