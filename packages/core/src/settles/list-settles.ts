import type { SettleStatus } from "@purse/contract";
import { listOfWallet } from "../list-of-wallet.ts";
import type { StateRange } from "../page.ts";
import { viewSettle } from "./view-settle.ts";

export const listSettles = listOfWallet(
  (tx, wallet, range: StateRange<SettleStatus>) => tx.settles.list(wallet, range),
  viewSettle,
);
