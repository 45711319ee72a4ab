import { listOfWallet } from "../list-of-wallet.ts";
import { viewCharge } from "./view-charge.ts";

export const listCharges = listOfWallet(
  (tx, wallet, page) => tx.charges.list(wallet, page),
  viewCharge,
);
