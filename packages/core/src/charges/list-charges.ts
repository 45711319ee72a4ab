import type { ChargeStatus } from "@purse/contract";
import { listOfWallet } from "../list-of-wallet.ts";
import type { StateRange } from "../page.ts";
import { viewCharge } from "./view-charge.ts";

export const listCharges = listOfWallet(
  (tx, wallet, range: StateRange<ChargeStatus>) => tx.charges.list(wallet, range),
  viewCharge,
);
