import type { Tx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

export function webhookDeliveriesOf(
  db: Kysely<Schema>,
  merchantId: string,
): Tx["webhookDeliveries"] {
  const own = db.updateTable("webhook_deliveries").where("merchant_id", "=", merchantId);
  const ended = { ended_at: sql<Date>`now()` };

  /**
   * Sets the time of what waits for a resource from a delivery on. For order it need not be exact:
   * it saves the look at what an earlier one holds up anyway.
   */
  async function putOff(id: string, afterSeconds: number): Promise<void> {
    await sql`
      update webhook_deliveries later set next_at = now() + make_interval(secs => ${afterSeconds})
      from webhook_deliveries this
      where this.id = ${id} and this.merchant_id = ${merchantId}
        and later.endpoint_id = this.endpoint_id and later.resource_id = this.resource_id
        and later.number >= this.number and later.status = 'pending'`.execute(db);
  }

  return {
    async record(id, tries, answer) {
      const held = await db
        .selectFrom("webhook_deliveries")
        .select(["status", "tries"])
        .where("id", "=", id)
        .where("merchant_id", "=", merchantId)
        .forNoKeyUpdate()
        .executeTakeFirst();
      if (held === undefined) return false;
      await db
        .insertInto("webhook_attempts")
        .values({ delivery_id: id, ...answer })
        .execute();
      return held.status === "pending" && held.tries === tries;
    },

    async end(id, status) {
      await own
        .set({ ...ended, status })
        .where("id", "=", id)
        .execute();
      await putOff(id, 0);
    },

    retry: putOff,

    async giveUpAll(endpointId) {
      await own
        .set({ ...ended, status: "given_up" })
        .where("endpoint_id", "=", endpointId)
        .where("status", "=", "pending")
        .execute();
    },

    async sendAnew(endpoint_id, { id: event_id, resource_id }) {
      const { id } = await db
        .insertInto("webhook_deliveries")
        .values({ merchant_id: merchantId, endpoint_id, event_id, resource_id })
        .onConflict((conflict) =>
          conflict.columns(["endpoint_id", "event_id"]).doUpdateSet({
            status: "pending",
            tries: 0,
            next_at: sql<Date>`now()`,
            ended_at: null,
          }),
        )
        .returning("id")
        .executeTakeFirstOrThrow();
      return id;
    },
  };
}
