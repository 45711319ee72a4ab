import type { Tx } from "@purse/core";
import type { Kysely } from "kysely";
import type { OriginOf } from "./jobs.ts";
import { nextPosition, onPage, windowOfList } from "./list.ts";
import type { Schema } from "./schema.ts";
import { sendToEndpoints } from "./webhook-deliveries.ts";

const columns = [
  "id",
  "wallet_id",
  "type",
  "resource",
  "resource_id",
  "data",
  "request_id",
  "created_at",
] as const;

export function eventsOf(db: Kysely<Schema>, merchantId: string, origin: OriginOf): Tx["events"] {
  const own = db.selectFrom("events").select(columns).where("merchant_id", "=", merchantId);
  return {
    find: (id) => own.where("id", "=", id).executeTakeFirst(),

    async insert({ data, ...event }) {
      const { id } = await db
        .insertInto("events")
        .values({
          ...event,
          merchant_id: merchantId,
          data: JSON.stringify(data),
          request_id: origin()?.request_id ?? null,
          position: nextPosition(event.wallet_id, "events"),
        })
        .returning("id")
        .executeTakeFirstOrThrow();
      await sendToEndpoints(db, merchantId, { ...event, id });
    },

    async list(wallet, page) {
      const window = await windowOfList(db, "events", wallet.id, page);
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
