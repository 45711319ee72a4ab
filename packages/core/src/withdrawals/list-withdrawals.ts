import { listOfWallet } from "../list-of-wallet.ts";
import { viewWithdrawal } from "./view-withdrawal.ts";

export const listWithdrawals = listOfWallet(
  (tx, wallet, page) => tx.withdrawals.list(wallet, page),
  viewWithdrawal,
);
