import type { WithdrawalStatus } from "@purse/contract";
import { listOfWallet } from "../list-of-wallet.ts";
import type { StateRange } from "../page.ts";
import { viewWithdrawal } from "./view-withdrawal.ts";

export const listWithdrawals = listOfWallet(
  (tx, wallet, range: StateRange<WithdrawalStatus>) => tx.withdrawals.list(wallet, range),
  viewWithdrawal,
);
