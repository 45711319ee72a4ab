import { charges } from "./charges.ts";
import { codes } from "./codes.ts";
import type { Api, Operation } from "./operation.ts";
import { refunds } from "./refunds.ts";
import type { ErrorKey } from "./registry/index.ts";
import { wallets } from "./wallets.ts";

/** All that Purse does, by resource and verb. */
export const api = { wallets, charges, refunds, codes } as const satisfies Api;
export type PurseApi = typeof api;

/** What the edge itself may answer to an operation, before or around its handler. */
const openEdge = ["unknown", "request_time_out", "service_unavailable"] as const;
const signedEdge = ["api_key_require", "api_key_invalid"] as const;

/** The keys that the edge may answer to this operation, besides those of its input. */
export function edgeErrors(operation: Operation): readonly ErrorKey[] {
  return operation.unsigned === true ? openEdge : [...signedEdge, ...openEdge];
}
