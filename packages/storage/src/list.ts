import type { PageRange } from "@purse/core";
import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Schema } from "./schema.ts";

/** The lists whose rows are numbered, as `list_sizes` names them. */
export type ListName = "wallets" | "charges" | "refunds" | "transfers" | "settles" | "withdrawals";

/** The next number in a list; null where a row stands in no list. */
export function nextPosition(owner: string, list: ListName): RawBuilder<number> {
  return sql<number>`next_position(${owner}, ${list})`;
}

/** The first and the last number on a page. */
export function positionsOn({ page, count }: PageRange): [first: number, last: number] {
  return [(page - 1) * count + 1, page * count];
}

/** How many rows a list has. */
export async function sizeOf(db: Kysely<Schema>, owner: string, list: ListName): Promise<number> {
  const row = await db
    .selectFrom("list_sizes")
    .select("total")
    .where("owner", "=", owner)
    .where("list", "=", list)
    .executeTakeFirst();
  return row?.total ?? 0;
}
