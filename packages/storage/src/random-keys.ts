import type { Tx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

export function randomKeysOf(db: Kysely<Schema>, merchantId: string): Tx["randomKeys"] {
  return {
    async insert(key) {
      const { expires_at } = await db
        .insertInto("random_keys")
        .values({ ...key, merchant_id: merchantId })
        .returning("expires_at")
        .executeTakeFirstOrThrow();
      return expires_at;
    },

    async take(id, walletId) {
      const taken = await db
        .updateTable("random_keys")
        .set({ used_at: sql<Date>`now()` })
        .where("id", "=", id)
        .where("wallet_id", "=", walletId)
        .where("merchant_id", "=", merchantId)
        .where("used_at", "is", null)
        .where(sql<boolean>`expires_at > now()`)
        .returning("random_key")
        .executeTakeFirst();
      if (taken !== undefined) return taken;
      const known = await db
        .selectFrom("random_keys")
        .select("used_at")
        .where("id", "=", id)
        .where("wallet_id", "=", walletId)
        .where("merchant_id", "=", merchantId)
        .executeTakeFirst();
      if (known === undefined) return "unknown";
      return known.used_at === null ? "expired" : "used";
    },
  };
}
