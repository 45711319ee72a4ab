import type { BrowsePage, OperatorTx } from "@purse/core";
import { type Kysely, type RawBuilder, type SqlBool, sql } from "kysely";
import { chargeColumns } from "./charges.ts";
import { rechargeColumns } from "./recharges.ts";
import { redEnvelopeColumns } from "./red-envelopes.ts";
import { refundColumns } from "./refunds.ts";
import type { Schema } from "./schema.ts";
import { transferColumns } from "./transfers.ts";
import { walletColumns } from "./wallets.ts";
import { endpointColumns } from "./webhook-endpoints.ts";

/** Objects of all merchants, the newest first: ids follow the order of time. */
export function browseOf(db: Kysely<Schema>): OperatorTx["browse"] {
  return {
    wallets: ({ status, ...page }) =>
      db
        .selectFrom("wallets")
        .select([...walletColumns, "merchant_id"])
        .where(within(status === "frozen" ? page : { ...page, status }))
        .$if(status === "frozen", (query) => query.where("is_frozen", "=", true))
        .orderBy("id", "desc")
        .limit(page.count)
        .execute(),
    charges: (page) =>
      db
        .selectFrom("charges")
        .select([...chargeColumns, "merchant_id"])
        .where(within(page))
        .orderBy("id", "desc")
        .limit(page.count)
        .execute(),
    refunds: (page) =>
      db
        .selectFrom("refunds")
        .select([...refundColumns, "merchant_id"])
        .where(within(page))
        .orderBy("id", "desc")
        .limit(page.count)
        .execute(),
    transfers: (page) =>
      db
        .selectFrom("transfers")
        .select([...transferColumns, "merchant_id"])
        .where(within(page))
        .orderBy("id", "desc")
        .limit(page.count)
        .execute(),
    recharges: (page) =>
      db
        .selectFrom("recharges")
        .select([...rechargeColumns, "merchant_id"])
        .where(within(page))
        .orderBy("id", "desc")
        .limit(page.count)
        .execute(),
    redEnvelopes: (page) =>
      db
        .selectFrom("red_envelopes")
        .select([...redEnvelopeColumns, "merchant_id"])
        .where(within(page))
        .orderBy("id", "desc")
        .limit(page.count)
        .execute(),
    endpoints: (page) =>
      db
        .selectFrom("webhook_endpoints")
        .select([...endpointColumns, "merchant_id"])
        .where(within(page))
        .orderBy("id", "desc")
        .limit(page.count)
        .execute(),
  };
}

function within({ id, merchant_id, wallet_id, status, before }: BrowsePage): RawBuilder<SqlBool> {
  const conditions = [sql`true`];
  if (id !== undefined) conditions.push(sql`id = ${id}`);
  if (merchant_id !== undefined) conditions.push(sql`merchant_id = ${merchant_id}`);
  if (wallet_id !== undefined) conditions.push(sql`wallet_id = ${wallet_id}`);
  if (before !== undefined) conditions.push(sql`id < ${before}`);
  if (status === "open") conditions.push(sql`status in ('pending', 'wait_operation')`);
  else if (status !== undefined) conditions.push(sql`status = ${status}`);
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`;
}
