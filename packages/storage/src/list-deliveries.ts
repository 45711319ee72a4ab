import type { DeliveryFilter, StoredDelivery } from "@purse/core";
import type { Kysely } from "kysely";
import type { Schema } from "./schema.ts";

/** Deliveries of all merchants, the newest first, each with its attempts. */
export async function listDeliveries(
  db: Kysely<Schema>,
  { endpoint_id, event_id, status, before, count }: DeliveryFilter,
): Promise<readonly StoredDelivery[]> {
  const rows = await db
    .selectFrom("webhook_deliveries as delivery")
    .innerJoin("events as event", "event.id", "delivery.event_id")
    .select([
      "delivery.id",
      "delivery.number",
      "delivery.endpoint_id",
      "delivery.event_id",
      "event.type as event_type",
      "delivery.status",
      "delivery.next_at",
      "delivery.created_at",
      "delivery.ended_at",
    ])
    .$if(endpoint_id !== undefined, (query) =>
      query.where("delivery.endpoint_id", "=", endpoint_id ?? ""),
    )
    .$if(event_id !== undefined, (query) => query.where("delivery.event_id", "=", event_id ?? ""))
    .$if(status !== undefined, (query) => query.where("delivery.status", "=", status ?? "pending"))
    .$if(before !== undefined, (query) => query.where("delivery.number", "<", before ?? 0))
    .orderBy("delivery.number", "desc")
    .limit(count)
    .execute();
  if (rows.length === 0) return [];
  const attempts = await db
    .selectFrom("webhook_attempts")
    .selectAll()
    .where(
      "delivery_id",
      "in",
      rows.map(({ id }) => id),
    )
    .orderBy("at")
    .execute();
  const byDelivery = Map.groupBy(attempts, ({ delivery_id }) => delivery_id);
  return rows.map((row) => ({
    ...row,
    attempts: (byDelivery.get(row.id) ?? []).map(({ delivery_id: _, ...attempt }) => attempt),
  }));
}
