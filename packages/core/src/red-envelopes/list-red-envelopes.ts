import { listOfWallet } from "../list-of-wallet.ts";
import { viewRedEnvelope } from "./view-red-envelope.ts";

export const listRedEnvelopes = listOfWallet(
  (tx, wallet, page) => tx.redEnvelopes.list(wallet, page),
  viewRedEnvelope,
);
