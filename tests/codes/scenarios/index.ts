import type { Scenario } from "../scenario.ts";
import { channels } from "./channels.ts";
import { charges } from "./charges.ts";
import { edge } from "./edge.ts";
import { passwords } from "./passwords.ts";
import { payouts } from "./payouts.ts";
import { refunds } from "./refunds.ts";
import { settles } from "./settles.ts";
import { wallets } from "./wallets.ts";

export const scenarios: readonly Scenario[] = [
  ...edge,
  ...wallets,
  ...charges,
  ...channels,
  ...refunds,
  ...payouts,
  ...settles,
  ...passwords,
];
