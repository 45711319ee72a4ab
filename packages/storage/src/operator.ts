import { createHash } from "node:crypto";
import type { Caller, OperatorTx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

type Operator = Pick<
  OperatorTx,
  | "merchants"
  | "keys"
  | "audit"
  | "refusedNotifications"
  | "merchantOfSettle"
  | "merchantOfWithdrawal"
  | "merchantOfWallet"
>;

const keyColumns = ["id", "merchant_id", "created_at", "revoked_at"] as const;

/** What belongs to no single merchant: merchants, their keys, the audit log. */
export function operatorOf(db: Kysely<Schema>): Operator {
  return {
    merchants: {
      findOrInsert: (merchant) =>
        db
          .insertInto("merchants")
          .values(merchant)
          // The update changes nothing; it makes the row that was there before come back.
          .onConflict((conflict) =>
            conflict.columns(["name", "mode"]).doUpdateSet({ name: merchant.name }),
          )
          .returning(["id", "name", "mode"])
          .executeTakeFirstOrThrow(),
      list: () => db.selectFrom("merchants").select(["id", "name", "mode"]).orderBy("id").execute(),
    },
    keys: {
      insert: ({ id, merchant_id, api_key }) =>
        db
          .insertInto("api_keys")
          .values({ id, merchant_id, key_sha256: digest(api_key) })
          .returning(keyColumns)
          .executeTakeFirstOrThrow(),
      revoke: (id) =>
        db
          .updateTable("api_keys")
          .set({ revoked_at: sql<Date>`coalesce(revoked_at, now())` })
          .where("id", "=", id)
          .returning(keyColumns)
          .executeTakeFirst(),
      list: () => db.selectFrom("api_keys").select(keyColumns).orderBy("id").execute(),
    },
    async audit({ detail, ...record }) {
      const row = { ...record, detail: JSON.stringify(detail) };
      await db.insertInto("audit_log").values(row).execute();
    },
    async merchantOfSettle(settleId) {
      const row = await db
        .selectFrom("settles")
        .select("merchant_id")
        .where("id", "=", settleId)
        .executeTakeFirst();
      return row?.merchant_id;
    },
    refusedNotifications: (count) =>
      db
        .selectFrom("notifications")
        .selectAll()
        .where("verdict", "<>", "applied")
        .orderBy("last_at", "desc")
        .limit(count)
        .execute(),
    async merchantOfWithdrawal(withdrawalId) {
      const row = await db
        .selectFrom("withdrawals")
        .select("merchant_id")
        .where("id", "=", withdrawalId)
        .executeTakeFirst();
      return row?.merchant_id;
    },
    async merchantOfWallet(walletId) {
      const row = await db
        .selectFrom("wallets")
        .select("merchant_id")
        .where("id", "=", walletId)
        .executeTakeFirst();
      return row?.merchant_id;
    },
  };
}

/** The caller behind an API key that has not been revoked. */
export function callerOf(db: Kysely<Schema>, apiKey: string): Promise<Caller | undefined> {
  return db
    .selectFrom("api_keys")
    .innerJoin("merchants", "merchants.id", "api_keys.merchant_id")
    .select(["api_keys.id as key_id", "merchants.id as merchant_id", "merchants.mode"])
    .where("api_keys.key_sha256", "=", digest(apiKey))
    .where("api_keys.revoked_at", "is", null)
    .executeTakeFirst();
}

function digest(apiKey: string): Buffer {
  return createHash("sha256").update(apiKey).digest();
}
