import type { OperatorTx, StoredChannelCall } from "@purse/core";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";
import { type OnLost, type WriteBehind, writeBehind } from "./write-behind.ts";

/** Keeps calls to channels, off their own way. */
export function channelCallLog(
  db: Kysely<Schema>,
  onLost: OnLost,
): WriteBehind<Omit<StoredChannelCall, "number">> {
  return writeBehind(async (records) => {
    await sql`insert into channel_calls (at, request_id, channel, operation, no, outcome, key,
        said, is_unforeseen, duration_ms)
      select at, request_id, channel, operation, no, outcome, key, said, is_unforeseen, duration_ms
      from jsonb_populate_recordset(null::channel_calls, ${JSON.stringify(records)}::jsonb)
      `.execute(db);
  }, onLost);
}

/** The last call about each number that tells what came of it. */
export function lastCallsOf(db: Kysely<Schema>): OperatorTx["lastCalls"] {
  return (nos) =>
    db
      .selectFrom("channel_calls")
      .distinctOn("no")
      .selectAll()
      .where("no", "=", sql<string>`any(${nos})`)
      .orderBy("no")
      .orderBy("number", "desc")
      .execute();
}
