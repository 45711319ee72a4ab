import type { SecretBox, Tx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

const aboutOf = (id: string) => `random_keys ${id}`;

export function randomKeysOf(
  db: Kysely<Schema>,
  merchantId: string,
  secrets: SecretBox,
): Tx["randomKeys"] {
  return {
    async insert({ id, wallet_id, random_key }, mode) {
      const random_key_sealed = secrets.seal(random_key, aboutOf(id), mode);
      const { expires_at } = await db
        .insertInto("random_keys")
        .values({ id, wallet_id, random_key_sealed, merchant_id: merchantId })
        .returning("expires_at")
        .executeTakeFirstOrThrow();
      return expires_at;
    },

    async lock(id, walletId) {
      const row = await db
        .selectFrom("random_keys")
        .select(["id", "wallet_id", "random_key_sealed", "status"])
        .select(sql<boolean>`expires_at <= now()`.as("is_due"))
        .where("id", "=", id)
        .where("wallet_id", "=", walletId)
        .where("merchant_id", "=", merchantId)
        .forNoKeyUpdate()
        .executeTakeFirst();
      if (row === undefined) return undefined;
      const { random_key_sealed: sealed, ...key } = row;
      const random_key = sealed === null ? undefined : secrets.open(sealed, aboutOf(id));
      return { ...key, random_key };
    },

    async end(id, status) {
      await db
        .updateTable("random_keys")
        .set({
          status,
          random_key_sealed: null,
          ...(status === "used" ? { used_at: sql<Date>`now()` } : {}),
        })
        .where("id", "=", id)
        .where("merchant_id", "=", merchantId)
        .execute();
    },
  };
}
