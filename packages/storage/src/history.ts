import { EntryKind } from "@purse/contract";
import type { History, OperatorTx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

/** Rows of a kind; who looks at more than this looks for something else. */
const most = 500;

/** All that has happened to some objects, each kind in the order of time. */
export function historyOf(db: Kysely<Schema>): OperatorTx["historyOf"] {
  return async (merchantId, ids, nos) => {
    const anyOf = (values: readonly string[]) => sql<string>`any(${values})`;
    const events = await db
      .selectFrom("events")
      .select(["id", "type", "resource_id", "created_at"])
      .where("resource_id", "=", anyOf(ids))
      .where("merchant_id", "=", merchantId)
      .orderBy("created_at")
      .limit(most)
      .execute();
    return {
      events,
      requests: await db
        .selectFrom("requests")
        .selectAll()
        .where("resource_id", "=", anyOf(ids))
        .orderBy("number")
        .limit(most)
        .execute(),
      calls: await db
        .selectFrom("channel_calls")
        .selectAll()
        .where("no", "=", anyOf(nos))
        .orderBy("number")
        .limit(most)
        .execute(),
      notifications: await db
        .selectFrom("notifications")
        .selectAll()
        .where("no", "=", anyOf(nos))
        .where("merchant_id", "=", merchantId)
        .orderBy("first_at")
        .limit(most)
        .execute(),
      postings: await postingsOf(db, merchantId, ids),
      holds: await db
        .selectFrom("holds")
        .select(["reference", "amount", "currency", "state", "created_at", "ended_at"])
        .where("reference", "=", anyOf(ids))
        .where("merchant_id", "=", merchantId)
        .orderBy("created_at")
        .execute(),
      attempts: await attemptsOf(
        db,
        events.map(({ id }) => id),
      ),
    };
  };
}

function postingsOf(
  db: Kysely<Schema>,
  merchantId: string,
  ids: readonly string[],
): Promise<History["postings"]> {
  return (
    db
      .selectFrom("ledger_entries as entry")
      .innerJoin("postings as posting", "posting.entry_id", "entry.id")
      .innerJoin("accounts as account", "account.id", "posting.account_id")
      .select([
        "entry.id as entry_id",
        "entry.created_at as at",
        "entry.kind",
        "entry.reference",
        "account.wallet_id",
        "account.role",
        "posting.amount",
        "posting.currency",
      ])
      // With every kind named the index on kind and reference is of use.
      .where("entry.kind", "in", EntryKind.options)
      .where("entry.reference", "=", sql<string>`any(${ids})`)
      .where("entry.merchant_id", "=", merchantId)
      .orderBy("entry.id")
      .orderBy("posting.amount")
      .limit(most)
      .execute()
  );
}

function attemptsOf(db: Kysely<Schema>, eventIds: readonly string[]): Promise<History["attempts"]> {
  return db
    .selectFrom("webhook_deliveries as delivery")
    .innerJoin("webhook_attempts as attempt", "attempt.delivery_id", "delivery.id")
    .innerJoin("events as event", "event.id", "delivery.event_id")
    .select([
      "attempt.delivery_id",
      "delivery.endpoint_id",
      "delivery.event_id",
      "event.type as event_type",
      "attempt.at",
      "attempt.status",
      "attempt.error",
      "attempt.duration_ms",
    ])
    .where("delivery.event_id", "=", sql<string>`any(${eventIds})`)
    .orderBy("attempt.at")
    .limit(most)
    .execute();
}
