import type { OperatorTx } from "@purse/core";
import type { Kysely } from "kysely";
import { transactionColumns } from "./ledger.ts";
import type { Schema } from "./schema.ts";

/** What moved a wallet's balance in one currency, the latest first. */
export function postingsOf(db: Kysely<Schema>): OperatorTx["postingsOf"] {
  return ({ wallet_id, currency, before, count }) =>
    db
      .selectFrom("accounts as account")
      .innerJoin("postings as posting", "posting.account_id", "account.id")
      .innerJoin("ledger_entries as entry", "entry.id", "posting.entry_id")
      .select(transactionColumns)
      .where("account.wallet_id", "=", wallet_id)
      .where("account.currency", "=", currency)
      .$if(before !== undefined, (query) => query.where("posting.position", "<", before ?? 0))
      .orderBy("posting.position", "desc")
      .limit(count)
      .execute();
}
