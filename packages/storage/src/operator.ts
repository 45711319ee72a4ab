import type { OperatorTx, OperatorViews, SecretBox } from "@purse/core";
import { type Kysely, sql } from "kysely";
import { keysOf } from "./keys.ts";
import { listDeliveries } from "./list-deliveries.ts";
import { operatorViewsOf } from "./operator-views.ts";
import { listRequests } from "./request-log.ts";
import { resealerOf } from "./reseal.ts";
import type { Schema } from "./schema.ts";

type Operator = Pick<
  OperatorTx,
  | "merchants"
  | keyof OperatorViews
  | "keys"
  | "audit"
  | "audits"
  | "resealSecrets"
  | "refusedNotifications"
  | "merchantOfSettle"
  | "merchantOfWithdrawal"
  | "merchantOfWallet"
  | "merchantOfWebhookEndpoint"
  | "listDeliveries"
  | "listRequests"
>;

/** What belongs to no single merchant: merchants, their keys, the audit log. */
export function operatorOf(db: Kysely<Schema>, secrets: SecretBox): Operator {
  return {
    merchants: {
      findOrInsert: (merchant) =>
        db
          .insertInto("merchants")
          .values(merchant)
          // The update changes nothing; it makes the row that was there before come back.
          .onConflict((conflict) =>
            conflict.columns(["name", "mode"]).doUpdateSet({ name: merchant.name }),
          )
          .returning(["id", "name", "mode"])
          .executeTakeFirstOrThrow(),
      list: () => db.selectFrom("merchants").select(["id", "name", "mode"]).orderBy("id").execute(),
      find: (ids) =>
        db
          .selectFrom("merchants")
          .select(["id", "name", "mode"])
          .where("id", "=", sql<string>`any(${ids})`)
          .execute(),
    },
    ...operatorViewsOf(db),
    keys: keysOf(db, secrets),
    resealSecrets: resealerOf(db, secrets),
    async audit({ detail, ...record }) {
      const row = { ...record, detail: JSON.stringify(detail) };
      await db.insertInto("audit_log").values(row).execute();
    },
    audits: ({ count, before }) =>
      db
        .selectFrom("audit_log")
        .selectAll()
        .$if(before !== undefined, (query) => query.where("id", "<", before ?? 0))
        .orderBy("id", "desc")
        .limit(count)
        .execute(),
    merchantOfSettle: (id) => merchantOf(db, "settles", id),
    refusedNotifications: (count) =>
      db
        .selectFrom("notifications")
        .selectAll()
        .where("verdict", "<>", "applied")
        .orderBy("last_at", "desc")
        .limit(count)
        .execute(),
    merchantOfWithdrawal: (id) => merchantOf(db, "withdrawals", id),
    merchantOfWebhookEndpoint: (id) => merchantOf(db, "webhook_endpoints", id),
    listDeliveries: (filter) => listDeliveries(db, filter),
    listRequests: (filter) => listRequests(db, filter),
    merchantOfWallet: (id) => merchantOf(db, "wallets", id),
  };
}

async function merchantOf(
  db: Kysely<Schema>,
  table: "settles" | "wallets" | "webhook_endpoints" | "withdrawals",
  id: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ merchant_id: string }>`
    select merchant_id from ${sql.table(table)} where id = ${id}`.execute(db);
  return rows[0]?.merchant_id;
}
