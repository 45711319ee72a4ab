import { channels } from "./channels.ts";
import { charges } from "./charges.ts";
import { edge } from "./edge.ts";
import { passwords } from "./passwords.ts";
import { payouts } from "./payouts.ts";
import { refunds } from "./refunds.ts";
import type { Scenario } from "./scenario.ts";
import { settles } from "./settles.ts";
import { wallets } from "./wallets.ts";

export { type Fields, httpRequestOf } from "./http-request.ts";
export { paths } from "./paths.ts";
export { type RestRequest, restRequestOf } from "./rest-request.ts";
export type { OperationCall, PathScenario, PlainRequest, Scenario } from "./scenario.ts";
export type {
  Accounts,
  Merchant,
  NewFault,
  OwnOptions,
  OwnStage,
  Sandbox,
  Stage,
} from "./stage.ts";

/** How every code comes about, but those of REST's paths alone. */
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
