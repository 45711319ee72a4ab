import type { Tx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import { jsonOf } from "./json.ts";
import { nextPosition, onPage, windowOfList } from "./list.ts";
import type { Schema } from "./schema.ts";

export const transferColumns = [
  "id",
  "wallet_id",
  "to_wallet_id",
  "to_account",
  "to_name",
  "channel",
  "transfer_no",
  "amount",
  "currency",
  "remark",
  "status",
  "action_url",
  "failure",
  "created_at",
  "succeeded_at",
] as const;

export function transfersOf(db: Kysely<Schema>, merchantId: string): Tx["transfers"] {
  const own = db
    .selectFrom("transfers")
    .select(transferColumns)
    .where("merchant_id", "=", merchantId);
  return {
    find: (id) => own.where("id", "=", id).executeTakeFirst(),
    findByNo: (no) => own.where("transfer_no", "=", no).executeTakeFirst(),

    lock: (id) => own.where("id", "=", id).forNoKeyUpdate().executeTakeFirst(),

    change: (id, { failure, ...change }) =>
      db
        .updateTable("transfers")
        .set({
          ...change,
          ...jsonOf({ failure }),
          ...(change.status === "succeeded" ? { succeeded_at: sql<Date>`clock_timestamp()` } : {}),
        })
        .where("id", "=", id)
        .where("merchant_id", "=", merchantId)
        .returning(transferColumns)
        .executeTakeFirstOrThrow(),

    async insert(transfer) {
      const { wallet_id, to_wallet_id } = transfer;
      const positions = await takePositions(db, wallet_id, to_wallet_id);
      return db
        .insertInto("transfers")
        .values({
          ...transfer,
          ...positions,
          merchant_id: merchantId,
          succeeded_at: transfer.status === "succeeded" ? sql<Date>`clock_timestamp()` : null,
        })
        .returning(transferColumns)
        .executeTakeFirstOrThrow();
    },

    async list(wallet, page) {
      const window = await windowOfList(db, "transfers", wallet.id, page, {
        table: "transfer_places",
        owner: "owner",
      });
      // Each of the two is in order and no longer than the page before they are put together.
      const sent = own
        .select("position as place")
        .where("wallet_id", "=", wallet.id)
        .where(onPage(window, "position"))
        .orderBy("position")
        .limit(page.count);
      const received = own
        .select(sql<number>`to_position`.as("place"))
        .where("to_wallet_id", "=", wallet.id)
        .where(onPage(window, "to_position"))
        .orderBy("to_position")
        .limit(page.count);
      const rows = await db
        .selectFrom(sent.as("sent"))
        .selectAll()
        .unionAll(db.selectFrom(received.as("received")).selectAll())
        .orderBy("place")
        .limit(page.count)
        .execute();
      return {
        rows: rows.map(({ place: _, ...row }) => row),
        total: window.total,
      };
    },
  };
}

/** Numbers in both wallets' lists, taken in the order of the wallets' ids: two transfers that cross would lock each other out. */
async function takePositions(
  db: Kysely<Schema>,
  from: string,
  to: string | null,
): Promise<{ position: number; to_position: number | null }> {
  const wallets = to === null ? [from] : [from, to].toSorted();
  const taken = new Map<string, number>();
  for (const wallet of wallets) {
    const { rows } = await sql<{ place: number }>`
      select ${nextPosition(wallet, "transfers")} as place`.execute(db);
    for (const { place } of rows) taken.set(wallet, place);
  }
  const position = taken.get(from);
  if (position === undefined) throw new Error("next_position answered no row");
  return { position, to_position: to === null ? null : (taken.get(to) ?? null) };
}
