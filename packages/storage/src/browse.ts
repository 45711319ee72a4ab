import type { BrowsePage, OperatorTx } from "@purse/core";
import { type Kysely, type RawBuilder, type SqlBool, sql } from "kysely";
import { chargeColumns } from "./charges.ts";
import { refundColumns } from "./refunds.ts";
import type { Schema } from "./schema.ts";
import { transferColumns } from "./transfers.ts";
import { walletColumns } from "./wallets.ts";

/** Objects of all merchants, the newest first: ids follow the order of time. */
export function browseOf(db: Kysely<Schema>): OperatorTx["browse"] {
  return {
    wallets: (page) =>
      db
        .selectFrom("wallets")
        .select([...walletColumns, "merchant_id"])
        .where(within(page))
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
  };
}

function within({ merchant_id, status, before }: BrowsePage): RawBuilder<SqlBool> {
  const conditions = [sql`true`];
  if (merchant_id !== undefined) conditions.push(sql`merchant_id = ${merchant_id}`);
  if (before !== undefined) conditions.push(sql`id < ${before}`);
  if (status === "open") conditions.push(sql`status in ('pending', 'wait_operation')`);
  else if (status !== undefined) conditions.push(sql`status = ${status}`);
  return sql<SqlBool>`${sql.join(conditions, sql` and `)}`;
}
