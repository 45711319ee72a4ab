import type { RedEnvelopeStatus } from "@purse/contract";
import { listOfWallet } from "../list-of-wallet.ts";
import type { StateRange } from "../page.ts";
import { viewRedEnvelope } from "./view-red-envelope.ts";

export const listRedEnvelopes = listOfWallet(
  (tx, wallet, range: StateRange<RedEnvelopeStatus>) => tx.redEnvelopes.list(wallet, range),
  viewRedEnvelope,
);
