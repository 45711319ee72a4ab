import { listOfWallet } from "../list-of-wallet.ts";
import { viewSettle } from "./view-settle.ts";

export const listSettles = listOfWallet(
  (tx, wallet, page) => tx.settles.list(wallet, page),
  viewSettle,
);
