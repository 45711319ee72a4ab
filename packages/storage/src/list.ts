import type { PageRange, StateRange, StoredWallet } from "@purse/core";
import { type Kysely, type RawBuilder, type SqlBool, sql } from "kysely";
import type { Schema } from "./schema.ts";

/** The lists whose rows are numbered, as `list_sizes` names them. */
export type ListName =
  | "wallets"
  | "recharges"
  | "charges"
  | "refunds"
  | "transfers"
  | "red_envelopes"
  | "settles"
  | "withdrawals"
  | "events"
  | "webhook_endpoints";

/** The next number in a list; null where a row stands in no list. */
export function nextPosition(owner: string, list: ListName): RawBuilder<number> {
  return sql<number>`next_position(${owner}, ${list})`;
}

/**
 * Takes the next numbers in a list for each `owner` in rows of `owners`, all locks in one order;
 * answers each owner and its last number.
 */
export function takePositions(list: ListName, owners: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`insert into list_sizes as sizes (owner, list, total)
    select owner, ${list}, count(*) from (${owners}) as owners (owner)
    where owner is not null group by owner order by owner
    on conflict (owner, list) do update set total = sizes.total + excluded.total
    returning owner, total`;
}

/** A row's number, if `last` is its owner's last one, and rows of an owner stand in the order of `row`. */
export function positionUpTo(last: string, owner: string, row: string): RawBuilder<number> {
  const of = sql.ref(owner);
  return sql<number>`(${sql.ref(last)} - count(*) over (partition by ${of})
    + row_number() over (partition by ${of} order by ${sql.ref(row)}))`;
}

/** The first and the last number on a page. */
export function positionsOn({ page, count }: PageRange): [first: number, last: number] {
  return [(page - 1) * count + 1, page * count];
}

/** Where the rows of a list lie: a table or view, and its columns of the owner and the number. */
export interface Places {
  readonly table: string;
  readonly owner: string;
  readonly position: string;
}

/** Between which numbers a page lies, and how many rows there are on all pages. */
export interface Window {
  readonly first: number;
  readonly last: number;
  readonly total: number;
  /** Of the rows in between only those in this state. */
  readonly status?: string;
}

/** What a request sees of a list that `list_sizes` counts, which is by default a wallet's table. */
export async function windowOfList(
  db: Kysely<Schema>,
  list: ListName,
  ownerId: string,
  page: StateRange<string>,
  places: Partial<Places> = {},
): Promise<Window> {
  const size = await sizeOf(db, ownerId, list);
  const all = { table: list, owner: "wallet_id", position: "position", ...places };
  const { status } = page;
  if (status === undefined) return windowOf(db, ownerId, size, page, all);
  const { before, end } = await timeOf(db, ownerId, size, page, all);
  const { rows } = await sql<{ first: number | null; total: number }>`
    select place_in_state(${list}, ${ownerId}, ${status}, earlier + ${positionsOn(page)[0]}) as first,
      rows_in_state(${list}, ${ownerId}, ${status}, ${end}) - earlier as total
    from rows_in_state(${list}, ${ownerId}, ${status}, ${before}) as earlier`.execute(db);
  const { first = null, total = 0 } = rows[0] ?? {};
  return { first: first ?? end + 1, last: end, total: Math.max(0, total), status };
}

/** Whether a row is on the page; a page of one state ends with its `count` as well. */
export function onPage({ first, last, status }: Window, position: string): RawBuilder<SqlBool> {
  const inState = status === undefined ? sql`` : sql`and status = ${status}`;
  return sql<SqlBool>`(${sql.ref(position)} between ${first} and ${last} ${inState})`;
}

/** What a request sees of a list: the numbers on its page, and how many rows there are in all. */
export async function windowOf(
  db: Kysely<Schema>,
  ownerId: string | number,
  size: number,
  page: PageRange,
  places: Places,
): Promise<Window> {
  const { before, end } = await timeOf(db, ownerId, size, page, places);
  const [first, last] = positionsOn(page);
  const total = Math.max(0, end - before);
  return { first: before + first, last: Math.min(before + last, end), total };
}

/** How many rows lie before the request's time, and how many before its end. */
async function timeOf(
  db: Kysely<Schema>,
  ownerId: string | number,
  size: number,
  { created_from, created_to }: PageRange,
  { table, owner, position }: Places,
): Promise<{ readonly before: number; readonly end: number }> {
  async function rowsBefore(moment: string): Promise<number> {
    const of = typeof ownerId === "string" ? sql`${ownerId}::text` : sql`${ownerId}::bigint`;
    const { rows } = await sql<{ rows: number }>`select rows_before(
      ${table}, ${owner}, ${position}, ${of}, ${size}, ${moment}::timestamptz) as rows`.execute(db);
    return rows[0]?.rows ?? 0;
  }
  const before = created_from === undefined ? 0 : await rowsBefore(created_from);
  const end = created_to === undefined ? size : await rowsBefore(created_to);
  return { before, end };
}

/** The columns by which a wallet finds its rows: a merchant wallet is paid, a user wallet pays. */
export function partyOf({ type }: Pick<StoredWallet, "type">) {
  return type === "merchant"
    ? (["wallet_id", "position"] as const)
    : (["payer_wallet_id", "payer_position"] as const);
}

/** Numbers in the lists of both parties, the merchant's first: every transaction takes them so. */
export function partyPositions(
  { wallet_id, payer_wallet_id }: { wallet_id: string; payer_wallet_id: string | null },
  list: ListName,
) {
  return {
    position: nextPosition(wallet_id, list),
    payer_position: payer_wallet_id === null ? null : nextPosition(payer_wallet_id, list),
  };
}

/** How many rows a list has. */
async function sizeOf(db: Kysely<Schema>, owner: string, list: ListName): Promise<number> {
  const row = await db
    .selectFrom("list_sizes")
    .select("total")
    .where("owner", "=", owner)
    .where("list", "=", list)
    .executeTakeFirst();
  return row?.total ?? 0;
}
