import type { Owned, SharedTx, Tx, WalletLookup } from "@purse/core";
import { type Kysely, sql } from "kysely";
import { nextPosition, onPage, windowOfList } from "./list.ts";
import { prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

export const walletColumns = [
  "id",
  "type",
  "name",
  "status",
  "has_payment_password",
  "is_frozen",
  "created_at",
] as const;

export function walletsOf(
  db: Kysely<Schema>,
  merchantId: string,
): Omit<Tx["wallets"], keyof SharedTx["wallets"]> {
  return {
    insert: (wallet) =>
      db
        .insertInto("wallets")
        .values({
          ...wallet,
          merchant_id: merchantId,
          position: wallet.type === "user" ? nextPosition(merchantId, "wallets") : null,
        })
        .onConflict((conflict) =>
          conflict.column("merchant_id").where("type", "=", "merchant").doNothing(),
        )
        .returning(walletColumns)
        .executeTakeFirst(),

    setStatus: (id, status) =>
      db
        .updateTable("wallets")
        .set({ status })
        .where("id", "=", id)
        .where("merchant_id", "=", merchantId)
        .returning(walletColumns)
        .executeTakeFirstOrThrow(),

    async balances(ids) {
      if (ids.length === 0) return [];
      return db
        .selectFrom("accounts")
        .select((account) => [
          account.ref("wallet_id").$notNull().as("wallet_id"),
          "currency",
          "held",
          sql<number>`posted - held`.as("available"),
        ])
        .where("wallet_id", "in", ids)
        .where("merchant_id", "=", merchantId)
        .orderBy("currency")
        .execute();
    },

    async listUsers(page) {
      const window = await windowOfList(db, "wallets", merchantId, page, {
        owner: "merchant_id",
      });
      const rows = await db
        .selectFrom("wallets")
        .select(walletColumns)
        .where("merchant_id", "=", merchantId)
        .where(onPage(window, "position"))
        .orderBy("position")
        .limit(page.count)
        .execute();
      return { rows, total: window.total };
    },
  };
}

/** Wallets as the merchants that ask see them, each in its place. */
export async function findWallets(
  db: Kysely<Schema>,
  wanted: readonly Owned<{ readonly id: string }>[],
): Promise<readonly WalletLookup[]> {
  const ids = wanted.map(({ id }) => id);
  // The one query that looks beyond the merchant: the seed has codes for a foreign wallet.
  const rows = await db
    .selectFrom("wallets")
    .modifyFront(prepared)
    .select([...walletColumns, "merchant_id"])
    .where("id", "=", sql<string>`any(${ids})`)
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return wanted.map((asked) => {
    const row = byId.get(asked.id);
    if (row === undefined) return { found: "nowhere" };
    const { merchant_id, ...wallet } = row;
    return merchant_id === asked.merchant_id
      ? { found: "own", wallet }
      : { found: "foreign", type: wallet.type };
  });
}
