import type { Tx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";
import { walletColumns } from "./wallets.ts";

/** How often a payment password may be wrong, and how long no try is taken behind that. */
const triesMax = 5;
const lockedFor = sql.lit("30 minutes");

export function paymentPasswordsOf(db: Kysely<Schema>, merchantId: string): Tx["paymentPasswords"] {
  return {
    async set(id, hash) {
      const password = { wallet_id: id, merchant_id: merchantId, hash, tries_left: triesMax };
      await db
        .insertInto("payment_passwords")
        .values(password)
        .onConflict((conflict) =>
          conflict.column("wallet_id").doUpdateSet({ hash, tries_left: triesMax }),
        )
        .execute();
      return db
        .updateTable("wallets")
        .set({ has_payment_password: true })
        .where("id", "=", id)
        .where("merchant_id", "=", merchantId)
        .returning(walletColumns)
        .executeTakeFirstOrThrow();
    },

    try: (id) =>
      db
        .updateTable("payment_passwords")
        .set({
          tries_left: sql<number>`case when tries_left > 0 then tries_left - 1
            else ${triesMax - 1}::integer end`,
          tried_at: sql<Date>`now()`,
        })
        .where("wallet_id", "=", id)
        .where("merchant_id", "=", merchantId)
        .where(sql<boolean>`(tries_left > 0 or tried_at < now() - interval ${lockedFor})`)
        .returning(["hash", "tries_left"])
        .executeTakeFirst(),

    async clearTries(id) {
      await db
        .updateTable("payment_passwords")
        .set({ tries_left: triesMax })
        .where("wallet_id", "=", id)
        .where("merchant_id", "=", merchantId)
        .execute();
    },
  };
}
