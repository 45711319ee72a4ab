import { charges } from "./charges.ts";
import { codes } from "./codes.ts";
import { events } from "./events.ts";
import { inputErrors } from "./input.ts";
import { notifications } from "./notifications.ts";
import { type Api, type Operation, operationsOf } from "./operation.ts";
import { randomKeys } from "./random-keys.ts";
import { recharges } from "./recharges.ts";
import { redEnvelopes } from "./red-envelopes.ts";
import { refunds } from "./refunds.ts";
import type { ErrorKey } from "./registry/index.ts";
import { settles } from "./settles.ts";
import { statements } from "./statements.ts";
import { transactions } from "./transactions.ts";
import { transfers } from "./transfers.ts";
import { wallets } from "./wallets.ts";
import { webhookEndpoints } from "./webhook-endpoints.ts";
import { withdrawals } from "./withdrawals.ts";

/** All that Purse does, by resource and verb. */
export const api = {
  wallets,
  recharges,
  charges,
  refunds,
  transfers,
  redEnvelopes,
  settles,
  withdrawals,
  transactions,
  statements,
  events,
  webhookEndpoints,
  randomKeys,
  notifications,
  codes,
} as const satisfies Api;
export type PurseApi = typeof api;

/** What the edge itself may answer to an operation, before or around its handler. */
const openEdge = ["unknown", "request_time_out", "service_unavailable"] as const;
const signedEdge = [
  "api_key_require",
  "api_key_invalid",
  "signature_invalid",
  "concurrency_limit_exceeded",
] as const;
const emptyList = "cannot_be_empty_after_the_second_slash" as const;
const otherThanList = "should_be_list_after_the_first_slash" as const;

/** The collections that can be listed: `/v1/charges` of `/v1/charges/list/{wallet_id}`. */
export function listedCollections(operations: readonly Operation<string>[]): ReadonlySet<string> {
  return new Set(
    operations.flatMap(({ path }) => /^(\/v1\/[^/{]+)\/list\/\{/.exec(path)?.[1] ?? []),
  );
}

/** The keys that the edge may answer to an operation of an API, besides those of its input. */
export function edgeErrors(
  operation: Operation<string>,
  within: Api<string> = api,
): readonly ErrorKey[] {
  const isOpen = operation.unsigned === true;
  const keys = isOpen ? openEdge : [...signedEdge, ...openEdge];
  if (operation.method !== "GET") return isOpen ? keys : [...keys, "idempotency_key_reused"];
  const [, collection = "", rest = ""] = /^(\/v1\/[^/]+)(\/.*)?$/.exec(operation.path) ?? [];
  const operations = operationsOf(within).map((named) => named.operation);
  if (!listedCollections(operations).has(collection)) return keys;
  if (rest.startsWith("/list/")) return [...keys, otherThanList, emptyList];
  // Where an id is expected, the word `list` alone is a list without its wallet.
  return [...keys, emptyList];
}

/** Every key that may be answered to an operation: its handler's, its input's and the edge's. */
export function keysOf<Key extends string>(
  operation: Operation<Key>,
  within: Api<string> = api,
): ReadonlySet<Key | ErrorKey> {
  return new Set([
    ...operation.errors,
    ...inputErrors(operation),
    ...edgeErrors(operation, within),
  ]);
}
