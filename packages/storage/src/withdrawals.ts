import type { Tx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import { nextPosition, onPage, windowOfList } from "./list.ts";
import type { Schema } from "./schema.ts";

const columns = [
  "id",
  "wallet_id",
  "settle_id",
  "withdrawal_no",
  "amount",
  "currency",
  "status",
  "created_at",
  "resolved_at",
] as const;

export function withdrawalsOf(db: Kysely<Schema>, merchantId: string): Tx["withdrawals"] {
  const own = db.selectFrom("withdrawals").select(columns).where("merchant_id", "=", merchantId);
  return {
    find: (id) => own.where("id", "=", id).executeTakeFirst(),
    findByNo: (no) => own.where("withdrawal_no", "=", no).executeTakeFirst(),
    lock: (id) => own.where("id", "=", id).forNoKeyUpdate().executeTakeFirst(),

    insert: (withdrawal) =>
      db
        .insertInto("withdrawals")
        .values({
          ...withdrawal,
          merchant_id: merchantId,
          position: nextPosition(withdrawal.wallet_id, "withdrawals"),
        })
        .returning(columns)
        .executeTakeFirstOrThrow(),

    resolve: (id, status) =>
      db
        .updateTable("withdrawals")
        .set({ status, resolved_at: sql<Date>`clock_timestamp()` })
        .where("id", "=", id)
        .where("merchant_id", "=", merchantId)
        .returning(columns)
        .executeTakeFirstOrThrow(),

    async list(wallet, page) {
      const window = await windowOfList(db, "withdrawals", wallet.id, page);
      const rows = await own
        .where("wallet_id", "=", wallet.id)
        .where(onPage(window, "position"))
        .orderBy("position")
        .limit(page.count)
        .execute();
      return { rows, total: window.total };
    },
  };
}
