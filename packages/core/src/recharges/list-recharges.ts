import type { RechargeStatus } from "@purse/contract";
import { listOfWallet } from "../list-of-wallet.ts";
import type { StateRange } from "../page.ts";
import { viewRecharge } from "./view-recharge.ts";

export const listRecharges = listOfWallet(
  (tx, wallet, range: StateRange<RechargeStatus>) => tx.recharges.list(wallet, range),
  viewRecharge,
);
