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

    lock: (id, walletId) =>
      db
        .selectFrom("random_keys")
        .select(["id", "wallet_id", "random_key", "status"])
        .select(sql<boolean>`expires_at <= now()`.as("is_due"))
        .where("id", "=", id)
        .where("wallet_id", "=", walletId)
        .where("merchant_id", "=", merchantId)
        .forNoKeyUpdate()
        .executeTakeFirst(),

    async setStatus(id, status) {
      await db
        .updateTable("random_keys")
        .set({ status, ...(status === "used" ? { used_at: sql<Date>`now()` } : {}) })
        .where("id", "=", id)
        .where("merchant_id", "=", merchantId)
        .execute();
    },
  };
}
