import type { Tx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

export function channelAccountsOf(db: Kysely<Schema>, merchantId: string): Tx["channelAccounts"] {
  const own = db
    .selectFrom("channel_accounts as account")
    .innerJoin("merchants", "merchants.id", "account.merchant_id")
    .select([
      "account.channel",
      "account.wallet_id",
      "account.parameters",
      "account.fee_bps",
      "account.updated_at",
      "merchants.mode",
    ])
    .where("account.merchant_id", "=", merchantId);
  return {
    find: (channel) => own.where("account.channel", "=", channel).executeTakeFirst(),

    async put({ parameters, ...account }) {
      const changed = { ...account, parameters: JSON.stringify(parameters) };
      await db
        .insertInto("channel_accounts")
        .values({ ...changed, merchant_id: merchantId })
        .onConflict((conflict) =>
          conflict
            .columns(["merchant_id", "channel"])
            .doUpdateSet({ ...changed, updated_at: sql<Date>`now()` }),
        )
        .execute();
      return own.where("account.channel", "=", account.channel).executeTakeFirstOrThrow();
    },
  };
}
