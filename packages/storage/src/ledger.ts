import type { Hold, SharedTx, Tx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import { windowOf } from "./list.ts";
import { lockAccounts, postEntries } from "./post-entries.ts";
import type { Schema } from "./schema.ts";

/** A posting with its entry, as one wallet sees it. */
export const transactionColumns = [
  "posting.position",
  "entry.kind",
  "entry.reference",
  "posting.amount",
  "posting.currency",
  "posting.balance_after",
  "entry.created_at",
] as const;

export function ledgerOf(
  db: Kysely<Schema>,
  merchantId: string,
): Omit<Tx["ledger"], keyof SharedTx["ledger"]> {
  return {
    async hold({ reference, wallet_id, currency, amount }) {
      const account = await lockWallet(db, merchantId, { wallet_id, currency });
      if (account?.available === undefined || account.available === null) return "short";
      if (account.available < amount) return "short";
      const hold = { reference, merchant_id: merchantId, account_id: account.id, currency, amount };
      await db.insertInto("holds").values(hold).execute();
      return "held";
    },

    release: (reference) => endHold(db, merchantId, reference, "released"),

    async capture(entry) {
      const owned = { ...entry, merchant_id: merchantId };
      // Locked first, in the order of all locks; then free to be spent by the entry at once.
      await lockAccounts(db, [owned]);
      await endHold(db, merchantId, entry.reference, "captured");
      const [result] = await postEntries(db, [owned]);
      if (result === undefined) throw new Error(`nothing came of ${entry.reference}`);
      return result;
    },

    async balancesAt(walletId, moment) {
      const { rows } = await sql<{ passed: boolean }>`
        select ${moment}::timestamptz < date_trunc('milliseconds', now()) as passed`.execute(db);
      if (rows[0]?.passed !== true) return "to_come";
      const own = db
        .selectFrom("accounts")
        .where("wallet_id", "=", walletId)
        .where("merchant_id", "=", merchantId);
      // Waits for those who write now; whoever writes later will write a later time than now.
      await own.select("id").orderBy("id").forShare().execute();
      // A moment is a whole millisecond, as times are shown: what shows it belongs to it.
      const end = sql`${moment}::timestamptz + interval '999 microseconds'`;
      return own
        .select(["currency", sql<number>`balance_at(id, ${end})`.as("balance")])
        .orderBy("currency")
        .execute();
    },

    async list(wallet, currency, page) {
      const account = await db
        .selectFrom("accounts")
        .select(["id", "version"])
        .where("wallet_id", "=", wallet.id)
        .where("merchant_id", "=", merchantId)
        .where("currency", "=", currency)
        .executeTakeFirst();
      if (account === undefined) return { rows: [], total: 0 };
      const places = { table: "posting_places", owner: "owner", position: "position" };
      const { first, last, total } = await windowOf(db, account.id, account.version, page, places);
      const rows = await db
        .selectFrom("postings as posting")
        .innerJoin("ledger_entries as entry", "entry.id", "posting.entry_id")
        .select(transactionColumns)
        .where("posting.account_id", "=", account.id)
        .where((row) => row.between("posting.position", first, last))
        .orderBy("posting.position")
        .execute();
      return { rows, total };
    },
  };
}

function lockWallet(
  db: Kysely<Schema>,
  merchantId: string,
  { wallet_id, currency }: Pick<Hold, "wallet_id" | "currency">,
) {
  return db
    .selectFrom("accounts")
    .select(["id", sql<number | null>`posted - held`.as("available")])
    .where("merchant_id", "=", merchantId)
    .where("wallet_id", "=", wallet_id)
    .where("currency", "=", currency)
    .orderBy("id")
    .forNoKeyUpdate()
    .executeTakeFirst();
}

async function endHold(
  db: Kysely<Schema>,
  merchantId: string,
  reference: string,
  state: "captured" | "released",
): Promise<void> {
  await db
    .updateTable("holds")
    .set({ state, ended_at: sql<Date>`now()` })
    .where("reference", "=", reference)
    .where("merchant_id", "=", merchantId)
    .executeTakeFirstOrThrow();
}
