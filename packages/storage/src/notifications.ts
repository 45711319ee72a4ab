import type { Tx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

export function notificationsOf(db: Kysely<Schema>, merchantId: string): Tx["notifications"] {
  return {
    async record(notification) {
      await db
        .insertInto("notifications")
        .values({ ...notification, merchant_id: merchantId })
        .onConflict((conflict) =>
          conflict.columns(["merchant_id", "channel", "notify_id"]).doUpdateSet({
            // Applied once, it stays so: what came late or twice takes nothing back.
            verdict: sql`case notifications.verdict when 'applied' then 'applied'
              else ${notification.verdict} end`,
            times: sql`notifications.times + 1`,
            last_at: sql`clock_timestamp()`,
          }),
        )
        .execute();
    },
  };
}
