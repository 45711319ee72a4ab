import type { Tx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import { jsonOf } from "./json.ts";
import { nextPosition, onPage, windowOfList } from "./list.ts";
import type { Schema } from "./schema.ts";

export const rechargeColumns = [
  "id",
  "wallet_id",
  "channel",
  "order_no",
  "amount",
  "currency",
  "status",
  "subject",
  "method",
  "payer_id",
  "expires_in",
  "expires_at",
  "action",
  "channel_transaction_id",
  "failure",
  "created_at",
  "paid_at",
] as const;

export function rechargesOf(db: Kysely<Schema>, merchantId: string): Tx["recharges"] {
  const own = db
    .selectFrom("recharges")
    .select(rechargeColumns)
    .where("merchant_id", "=", merchantId);
  return {
    find: (id) => own.where("id", "=", id).executeTakeFirst(),
    findByOrderNo: (orderNo) => own.where("order_no", "=", orderNo).executeTakeFirst(),
    lock: (id) => own.where("id", "=", id).forNoKeyUpdate().executeTakeFirst(),

    insert: (recharge) =>
      db
        .insertInto("recharges")
        .values({
          ...recharge,
          merchant_id: merchantId,
          position: nextPosition(recharge.wallet_id, "recharges"),
        })
        .returning(rechargeColumns)
        .executeTakeFirstOrThrow(),

    change: (id, { action, failure, ...change }) =>
      db
        .updateTable("recharges")
        .set({
          ...change,
          ...jsonOf({ action, failure }),
          ...(change.status === "paid" ? { paid_at: sql<Date>`clock_timestamp()` } : {}),
        })
        .where("id", "=", id)
        .where("merchant_id", "=", merchantId)
        .returning(rechargeColumns)
        .executeTakeFirstOrThrow(),

    async list(wallet, page) {
      const window = await windowOfList(db, "recharges", wallet.id, page);
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
