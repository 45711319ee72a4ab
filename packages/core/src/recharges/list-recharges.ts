import { listOfWallet } from "../list-of-wallet.ts";
import { viewRecharge } from "./view-recharge.ts";

export const listRecharges = listOfWallet(
  (tx, wallet, page) => tx.recharges.list(wallet, page),
  viewRecharge,
);
