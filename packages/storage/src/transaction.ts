import { Unavailable } from "@purse/core";
import type { Kysely, Transaction } from "kysely";
import pRetry from "p-retry";
import type { Schema } from "./schema.ts";

/** Lost races: the same work succeeds, or sees who won, when it runs again. */
const racedStates = new Set(["40001", "40P01", "55P03"]);
const racedConstraints = new Set([
  "charges_order_no",
  "recharges_order_no",
  "red_envelopes_no",
  "refunds_refund_no",
  "transfers_transfer_no",
  "withdrawals_withdrawal_no",
  "settle_bindings_pkey",
  // Two that work under one Idempotency-Key, since the first was taken for dead, make the same ids.
  "charges_pkey",
  "ledger_entries_kind_reference_key",
  "recharges_pkey",
  "red_envelopes_pkey",
  "refunds_pkey",
  "settles_pkey",
  "transfers_pkey",
  "wallets_pkey",
  "webhook_endpoints_pkey",
  "withdrawals_pkey",
]);

/** Classes and codes of SQLSTATE that say the database is away or overloaded, not that we err. */
const unavailableClasses = new Set(["08", "53", "57", "58"]);
const unavailableCodes = new Set(["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "ENOENT", "EPIPE"]);

/** How the messages begin to which pg and Kysely give no code: the connection is gone. */
const unavailableMessages = [
  "Connection terminated",
  "timeout exceeded when trying to connect",
  "timeout expired",
  "Client has encountered a connection error",
  "Client was closed",
  "Postgres connection has been discarded",
];

/** One transaction, begun anew when it lost a race; `Unavailable` when the database is not there. */
export function inTransaction<T>(
  db: Kysely<Schema>,
  work: (trx: Transaction<Schema>) => Promise<T>,
): Promise<T> {
  return untilWon(() => db.transaction().execute(work));
}

/** The same for work that only reads, all of it as of one moment. */
export function inSnapshot<T>(
  db: Kysely<Schema>,
  work: (trx: Transaction<Schema>) => Promise<T>,
): Promise<T> {
  const transaction = () =>
    db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only");
  return untilWon(() => transaction().execute(work));
}

async function untilWon<T>(transaction: () => Promise<T>): Promise<T> {
  try {
    return await pRetry(transaction, {
      retries: 5,
      minTimeout: 5,
      factor: 2,
      randomize: true,
      shouldRetry: ({ error }) => isRaced(error),
    });
  } catch (error) {
    if (isRaced(error) || isUnavailable(error)) {
      throw new Unavailable("the database did not answer", { cause: error });
    }
    throw error;
  }
}

/** A single statement outside any transaction, with the same view of unavailability. */
export async function outsideTransaction<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // Also when it waited too long for somebody's lock.
    if (isRaced(error) || isUnavailable(error)) {
      throw new Unavailable("the database did not answer", { cause: error });
    }
    throw error;
  }
}

/** Whether the same work, begun anew, succeeds or sees who won. */
export function isRaced(error: unknown): boolean {
  if (racedStates.has(codeOf(error))) return true;
  const constraint = codeOf(error) === "23505" ? Reflect.get(Object(error), "constraint") : "";
  return racedConstraints.has(String(constraint));
}

/** Whether the database is away, so that nothing can be said of what it did. */
export function isUnavailable(error: unknown): boolean {
  const code = codeOf(error);
  if (unavailableCodes.has(code)) return true;
  if (code.length === 5 && unavailableClasses.has(code.slice(0, 2))) return true;
  const message = error instanceof Error ? error.message : "";
  return unavailableMessages.some((beginning) => message.startsWith(beginning));
}

function codeOf(error: unknown): string {
  const code: unknown = Reflect.get(Object(error), "code");
  return typeof code === "string" ? code : "";
}
