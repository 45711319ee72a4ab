import type { Tx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import { jsonOf } from "./json.ts";
import { onPage, partyOf, partyPositions, windowOfList } from "./list.ts";
import type { Schema } from "./schema.ts";

export const chargeColumns = [
  "id",
  "wallet_id",
  "payer_wallet_id",
  "channel",
  "order_no",
  "amount",
  "currency",
  "fee",
  "amount_refunded",
  "amount_refunding",
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

export function chargesOf(db: Kysely<Schema>, merchantId: string): Tx["charges"] {
  const own = db.selectFrom("charges").select(chargeColumns).where("merchant_id", "=", merchantId);
  return {
    find: (id) => own.where("id", "=", id).executeTakeFirst(),
    findByOrderNo: (orderNo) => own.where("order_no", "=", orderNo).executeTakeFirst(),
    lock: (id) => own.where("id", "=", id).forNoKeyUpdate().executeTakeFirst(),

    insert: (charge) =>
      db
        .insertInto("charges")
        .values({
          ...charge,
          merchant_id: merchantId,
          ...partyPositions(charge, "charges"),
          paid_at: charge.status === "paid" ? sql<Date>`clock_timestamp()` : null,
        })
        .returning(chargeColumns)
        .executeTakeFirstOrThrow(),

    change: (id, { action, failure, ...change }) =>
      db
        .updateTable("charges")
        .set({
          ...change,
          ...jsonOf({ action, failure }),
          ...(change.status === "paid" ? { paid_at: sql<Date>`clock_timestamp()` } : {}),
        })
        .where("id", "=", id)
        .where("merchant_id", "=", merchantId)
        .returning(chargeColumns)
        .executeTakeFirstOrThrow(),

    async list(wallet, page) {
      const [party, position] = partyOf(wallet);
      const window = await windowOfList(db, "charges", wallet.id, page, {
        owner: party,
        position,
      });
      const rows = await own
        .where(party, "=", wallet.id)
        .where(onPage(window, position))
        .orderBy(position)
        .limit(page.count)
        .execute();
      return { rows, total: window.total };
    },
  };
}
