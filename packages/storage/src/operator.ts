import type { OperatorTx, SecretBox } from "@purse/core";
import type { Kysely } from "kysely";
import { keysOf } from "./keys.ts";
import { listDeliveries } from "./list-deliveries.ts";
import { resealerOf } from "./reseal.ts";
import type { Schema } from "./schema.ts";

type Operator = Pick<
  OperatorTx,
  | "merchants"
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
    },
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
    async merchantOfSettle(settleId) {
      const row = await db
        .selectFrom("settles")
        .select("merchant_id")
        .where("id", "=", settleId)
        .executeTakeFirst();
      return row?.merchant_id;
    },
    refusedNotifications: (count) =>
      db
        .selectFrom("notifications")
        .selectAll()
        .where("verdict", "<>", "applied")
        .orderBy("last_at", "desc")
        .limit(count)
        .execute(),
    async merchantOfWithdrawal(withdrawalId) {
      const row = await db
        .selectFrom("withdrawals")
        .select("merchant_id")
        .where("id", "=", withdrawalId)
        .executeTakeFirst();
      return row?.merchant_id;
    },
    async merchantOfWebhookEndpoint(endpointId) {
      const row = await db
        .selectFrom("webhook_endpoints")
        .select("merchant_id")
        .where("id", "=", endpointId)
        .executeTakeFirst();
      return row?.merchant_id;
    },
    listDeliveries: (filter) => listDeliveries(db, filter),
    async merchantOfWallet(walletId) {
      const row = await db
        .selectFrom("wallets")
        .select("merchant_id")
        .where("id", "=", walletId)
        .executeTakeFirst();
      return row?.merchant_id;
    },
  };
}
