import type { Tx } from "@purse/core";
import type { Kysely } from "kysely";
import { nextPosition, onPage, windowOfList } from "./list.ts";
import type { Schema } from "./schema.ts";

const columns = [
  "id",
  "type",
  "account_name",
  "account_no",
  "bank_name",
  "status",
  "created_at",
] as const;

export function settlesOf(db: Kysely<Schema>, merchantId: string): Tx["settles"] {
  const own = db.selectFrom("settles").select(columns).where("merchant_id", "=", merchantId);
  return {
    find: (id) => own.where("id", "=", id).executeTakeFirst(),
    lock: (id) => own.where("id", "=", id).forNoKeyUpdate().executeTakeFirst(),

    insert: (settle) =>
      db
        .insertInto("settles")
        .values({ ...settle, merchant_id: merchantId })
        .returning(columns)
        .executeTakeFirstOrThrow(),

    setStatus: (id, status) =>
      db
        .updateTable("settles")
        .set({ status })
        .where("id", "=", id)
        .where("merchant_id", "=", merchantId)
        .returning(columns)
        .executeTakeFirstOrThrow(),

    async bind({ id: settle_id, status }, walletId) {
      const binding = { settle_id, status, wallet_id: walletId, merchant_id: merchantId };
      // Looked up first: a refused insert would still have taken a number of the list.
      if (await this.isBound(settle_id, walletId)) return false;
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
      const window = await windowOfList(db, "settles", wallet.id, page);
      const rows = await db
        .selectFrom((binding) =>
          binding
            .selectFrom("settle_bindings")
            .select(["settle_id", "position"])
            .where("wallet_id", "=", wallet.id)
            .where("merchant_id", "=", merchantId)
            .where(onPage(window, "position"))
            .orderBy("position")
            .limit(page.count)
            .as("binding"),
        )
        .innerJoin("settles", "settles.id", "binding.settle_id")
        .select(columns)
        .orderBy("binding.position")
        .execute();
      return { rows, total: window.total };
    },
  };
}
