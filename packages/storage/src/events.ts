import type { NewEvent, Owned, SharedTx, StoredEvent, Tx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import { onPage, positionUpTo, takePositions, windowOfList } from "./list.ts";
import { prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

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

export function eventsOf(
  db: Kysely<Schema>,
  merchantId: string,
): Omit<Tx["events"], keyof SharedTx["events"]> {
  const own = db.selectFrom("events").select(columns).where("merchant_id", "=", merchantId);
  return {
    find: (id) => own.where("id", "=", id).executeTakeFirst(),

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

/** Writes events in the order given, and has each sent to those of its merchant's endpoints that want it. */
export async function insertEvents(
  db: Kysely<Schema>,
  events: readonly Owned<NewEvent & Pick<StoredEvent, "request_id">>[],
): Promise<readonly undefined[]> {
  await sql`${prepared}
    with fresh as materialized (
      select * from rows from (jsonb_populate_recordset(null::events, ${JSON.stringify(events)}))
        with ordinality
    ), sizes as (${takePositions("events", sql`select wallet_id from fresh`)}
    ), event as (
      insert into events (merchant_id, wallet_id, type, resource, resource_id, data, request_id,
        position)
      select merchant_id, wallet_id, type, resource, resource_id, data, request_id,
        ${positionUpTo("sizes.total", "wallet_id", "ordinality")}
      from fresh join sizes on sizes.owner = wallet_id
      order by ordinality
      returning id, merchant_id, type, wallet_id, resource_id, position
    )
    insert into webhook_deliveries (merchant_id, endpoint_id, event_id, resource_id)
    select event.merchant_id, endpoint.id, event.id, event.resource_id
    from event join webhook_endpoints as endpoint on endpoint.merchant_id = event.merchant_id
    where endpoint.status = 'active'
      and (endpoint.event_types is null or event.type = any (endpoint.event_types))
    order by event.wallet_id, event.position, endpoint.id`.execute(db);
  return events.map(() => undefined);
}
