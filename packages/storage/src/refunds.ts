import type { Tx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import { jsonOf } from "./json.ts";
import { onPage, partyOf, partyPositions, windowOfList } from "./list.ts";
import type { Schema } from "./schema.ts";

export const refundColumns = [
  "id",
  "charge_id",
  "wallet_id",
  "payer_wallet_id",
  "channel",
  "refund_no",
  "amount",
  "currency",
  "status",
  "reason",
  "failure",
  "created_at",
  "succeeded_at",
] as const;

export function refundsOf(db: Kysely<Schema>, merchantId: string): Tx["refunds"] {
  const own = db.selectFrom("refunds").select(refundColumns).where("merchant_id", "=", merchantId);
  return {
    find: (id) => own.where("id", "=", id).executeTakeFirst(),
    findByRefundNo: (refundNo) => own.where("refund_no", "=", refundNo).executeTakeFirst(),

    listOfCharge: (chargeId) => own.where("charge_id", "=", chargeId).orderBy("id").execute(),

    lock: (id) => own.where("id", "=", id).forNoKeyUpdate().executeTakeFirst(),

    change: (id, { status, failure }) =>
      db
        .updateTable("refunds")
        .set({
          status,
          ...jsonOf({ failure }),
          ...(status === "succeeded" ? { succeeded_at: sql<Date>`clock_timestamp()` } : {}),
        })
        .where("id", "=", id)
        .where("merchant_id", "=", merchantId)
        .returning(refundColumns)
        .executeTakeFirstOrThrow(),

    insert: (refund) =>
      db
        .insertInto("refunds")
        .values({
          ...refund,
          merchant_id: merchantId,
          ...partyPositions(refund, "refunds"),
          succeeded_at: refund.status === "succeeded" ? sql<Date>`clock_timestamp()` : null,
        })
        .returning(refundColumns)
        .executeTakeFirstOrThrow(),

    async list(wallet, page) {
      const [party, position] = partyOf(wallet);
      const window = await windowOfList(db, "refunds", wallet.id, page, {
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
