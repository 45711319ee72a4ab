import type { Tx } from "@purse/core";
import type { Kysely } from "kysely";
import { nextPosition, sizeOf, windowOf } from "./list.ts";
import type { Schema } from "./schema.ts";

const columns = [
  "id",
  "wallet_id",
  "type",
  "resource",
  "resource_id",
  "data",
  "created_at",
] as const;

export function eventsOf(db: Kysely<Schema>, merchantId: string): Tx["events"] {
  const own = db.selectFrom("events").select(columns).where("merchant_id", "=", merchantId);
  return {
    find: (id) => own.where("id", "=", id).executeTakeFirst(),

    async insert({ data, ...event }) {
      await db
        .insertInto("events")
        .values({
          ...event,
          merchant_id: merchantId,
          data: JSON.stringify(data),
          position: nextPosition(event.wallet_id, "events"),
        })
        .execute();
    },

    async list(wallet, page) {
      const size = await sizeOf(db, wallet.id, "events");
      const places = { table: "events", owner: "wallet_id", position: "position" };
      const { first, last, total } = await windowOf(db, wallet.id, size, page, places);
      const rows = await own
        .where("wallet_id", "=", wallet.id)
        .where((row) => row.between("position", first, last))
        .orderBy("position")
        .execute();
      return { rows, total };
    },
  };
}
