import type { SecretBox, Tx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

export function channelAccountsOf(
  db: Kysely<Schema>,
  merchantId: string,
  secrets: SecretBox,
): Tx["channelAccounts"] {
  const aboutOf = (channel: string) => `channel_accounts ${merchantId} ${channel}`;
  return {
    async find(channel) {
      const account = await db
        .selectFrom("channel_accounts as account")
        .innerJoin("merchants", "merchants.id", "account.merchant_id")
        .select([
          "account.channel",
          "account.wallet_id",
          "account.parameters_sealed",
          "account.fee_bps",
          "account.updated_at",
          "merchants.mode",
        ])
        .where("account.merchant_id", "=", merchantId)
        .where("account.channel", "=", channel)
        .executeTakeFirst();
      if (account === undefined) return undefined;
      const { parameters_sealed, ...rest } = account;
      return { ...rest, parameters: JSON.parse(secrets.open(parameters_sealed, aboutOf(channel))) };
    },

    async put({ parameters, ...account }) {
      const { mode } = await db
        .selectFrom("merchants")
        .select("mode")
        .where("id", "=", merchantId)
        .executeTakeFirstOrThrow();
      const parameters_sealed = secrets.seal(
        JSON.stringify(parameters),
        aboutOf(account.channel),
        mode,
      );
      const changed = { ...account, parameters_sealed };
      const { updated_at } = await db
        .insertInto("channel_accounts")
        .values({ ...changed, merchant_id: merchantId })
        .onConflict((conflict) =>
          conflict
            .columns(["merchant_id", "channel"])
            .doUpdateSet({ ...changed, updated_at: sql<Date>`now()` }),
        )
        .returning("updated_at")
        .executeTakeFirstOrThrow();
      return { ...account, parameters, mode, updated_at };
    },
  };
}
