import type { Tx } from "@purse/core";
import type { Kysely } from "kysely";
import { nextPosition, positionsOn, sizeOf } from "./list.ts";
import type { Schema } from "./schema.ts";

export const settleColumns = [
  "id",
  "type",
  "account_name",
  "account_no",
  "bank_name",
  "status",
  "created_at",
] as const;

export function settlesOf(db: Kysely<Schema>, merchantId: string): Tx["settles"] {
  return {
    find: (id) =>
      db
        .selectFrom("settles")
        .select(settleColumns)
        .where("id", "=", id)
        .where("merchant_id", "=", merchantId)
        .executeTakeFirst(),

    insert: (settle) =>
      db
        .insertInto("settles")
        .values({ ...settle, merchant_id: merchantId })
        .returning(settleColumns)
        .executeTakeFirstOrThrow(),

    disable: (id) =>
      db
        .updateTable("settles")
        .set({ status: "disabled" })
        .where("id", "=", id)
        .where("merchant_id", "=", merchantId)
        .returning(settleColumns)
        .executeTakeFirst(),

    async bind(settleId, walletId) {
      const binding = { settle_id: settleId, wallet_id: walletId, merchant_id: merchantId };
      // Looked up first: a refused insert would still have taken a number of the list.
      if (await this.isBound(settleId, walletId)) return false;
      const bound = await db
        .insertInto("settle_bindings")
        .values({ ...binding, position: nextPosition(walletId, "settles") })
        .returning("position")
        .executeTakeFirst();
      return bound !== undefined;
    },

    async isBound(settleId, walletId) {
      const row = await db
        .selectFrom("settle_bindings")
        .select("position")
        .where("settle_id", "=", settleId)
        .where("wallet_id", "=", walletId)
        .where("merchant_id", "=", merchantId)
        .executeTakeFirst();
      return row !== undefined;
    },

    async list(wallet, page) {
      const rows = await db
        .selectFrom("settles")
        .innerJoin("settle_bindings as binding", "binding.settle_id", "settles.id")
        .select(settleColumns)
        .where("binding.wallet_id", "=", wallet.id)
        .where("binding.merchant_id", "=", merchantId)
        .where((row) => row.between("binding.position", ...positionsOn(page)))
        .orderBy("binding.position")
        .execute();
      return { rows, total: await sizeOf(db, wallet.id, "settles") };
    },
  };
}
