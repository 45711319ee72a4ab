import { listOfWallet } from "../list-of-wallet.ts";
import { viewEvent } from "./view-event.ts";

export const listEvents = listOfWallet(
  (tx, wallet, page) => tx.events.list(wallet, page),
  viewEvent,
);
