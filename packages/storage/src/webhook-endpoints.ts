import type { Mode, SecretBox, StoredWebhookEndpoint, Tx, WebhookSecrets } from "@purse/core";
import { type Kysely, sql, type UpdateObject } from "kysely";
import { nextPosition, onPage, windowOfList } from "./list.ts";
import type { Schema } from "./schema.ts";

/** All but the secrets. */
export const endpointColumns = [
  "id",
  "wallet_id",
  "url",
  "event_types",
  "description",
  "status",
  "disabled_reason",
  "disabled_at",
  "created_at",
] as const;
const columns = [...endpointColumns, "secrets_sealed"] as const;

export function webhookEndpointsOf(
  db: Kysely<Schema>,
  merchantId: string,
  box: SecretBox,
): Tx["webhookEndpoints"] {
  type Row = Omit<StoredWebhookEndpoint, "secrets"> & { readonly secrets_sealed: string };
  const opened = ({ secrets_sealed, ...row }: Row) => ({
    ...row,
    secrets: openSecrets(box, row.id, secrets_sealed),
  });
  const own = db
    .selectFrom("webhook_endpoints")
    .select(columns)
    .where("merchant_id", "=", merchantId);

  async function change(id: string, set: UpdateObject<Schema, "webhook_endpoints">) {
    const row = await db
      .updateTable("webhook_endpoints")
      .set(set)
      .where("id", "=", id)
      .where("merchant_id", "=", merchantId)
      .returning(columns)
      .executeTakeFirstOrThrow();
    return opened(row);
  }

  return {
    async find(id) {
      const row = await own.where("id", "=", id).executeTakeFirst();
      return row && opened(row);
    },
    async lock(id) {
      const row = await own.where("id", "=", id).forNoKeyUpdate().executeTakeFirst();
      return row && opened(row);
    },

    async insert({ secrets, ...endpoint }, mode) {
      const row = await db
        .insertInto("webhook_endpoints")
        .values({
          ...endpoint,
          merchant_id: merchantId,
          secrets_sealed: sealSecrets(box, endpoint.id, secrets, mode),
          position: nextPosition(endpoint.wallet_id, "webhook_endpoints"),
        })
        .returning(columns)
        .executeTakeFirstOrThrow();
      return opened(row);
    },

    async setSecrets(id, secrets, mode) {
      await change(id, { secrets_sealed: sealSecrets(box, id, secrets, mode) });
    },
    enable: (id) => change(id, { status: "active", disabled_reason: null, disabled_at: null }),
    disable: (id, disabled_reason) =>
      change(id, { status: "disabled", disabled_reason, disabled_at: sql<Date>`now()` }),

    async list(wallet, page) {
      const window = await windowOfList(db, "webhook_endpoints", wallet.id, page);
      const rows = await own
        .where("wallet_id", "=", wallet.id)
        .where(onPage(window, "position"))
        .orderBy("position")
        .limit(page.count)
        .execute();
      return { rows: rows.map(opened), total: window.total };
    },
  };
}

export function openSecrets(box: SecretBox, id: string, sealed: string): WebhookSecrets {
  return JSON.parse(box.open(sealed, aboutOf(id)));
}

function sealSecrets(box: SecretBox, id: string, secrets: WebhookSecrets, mode: Mode): string {
  return box.seal(JSON.stringify(secrets), aboutOf(id), mode);
}

function aboutOf(id: string): string {
  return `webhook_endpoints ${id}`;
}
