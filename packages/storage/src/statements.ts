import type { StatementDay, StoredStatementEntry, Tx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import { keepStatement } from "./keep-statement.ts";
import { positionsOn } from "./list.ts";
import type { Schema } from "./schema.ts";

export function statementsOf(db: Kysely<Schema>, merchantId: string): Tx["statements"] {
  return {
    async list(day, page) {
      const statement = await find(db, merchantId, day);
      if (statement === undefined) return undefined;
      const [first, last] = positionsOn(page);
      const rows = await db
        .selectFrom("statement_entries")
        .selectAll()
        .where("statement_id", "=", statement.id)
        .where((row) => row.between("position", first, last))
        .orderBy("position")
        .execute();
      return { rows: await withBothSides(db, merchantId, rows), total: statement.total };
    },

    async reachesBack(day, before) {
      if ((await find(db, merchantId, before)) !== undefined) return false;
      const early = await db
        .selectFrom("channel_movements")
        .select("id")
        .where("merchant_id", "=", merchantId)
        .where("channel", "=", day.channel)
        .where("booked_at", ">=", day.from)
        .where("booked_at", "<", day.to)
        .where("created_at", "<", day.from)
        .limit(1)
        .executeTakeFirst();
      return early !== undefined;
    },

    keep: (day, fetched) => keepStatement(db, merchantId, day, fetched),
  };
}

function find(db: Kysely<Schema>, merchantId: string, { channel, date, fresh_from }: StatementDay) {
  return db
    .selectFrom("statements")
    .select(["id", "total"])
    .where("merchant_id", "=", merchantId)
    .where("channel", "=", channel)
    .where("date", "=", sql<string>`${date}::date`)
    .where("fetched_at", ">=", fresh_from)
    .executeTakeFirst();
}

type Row = Schema["statement_entries"];

/** Adds what is booked here, and of what was missing at the channel a record of another day. */
async function withBothSides(
  db: Kysely<Schema>,
  merchantId: string,
  rows: readonly Row[],
): Promise<StoredStatementEntry[]> {
  const ids = rows.flatMap(({ id }) => id ?? []);
  const booked = await db
    .selectFrom("channel_movements")
    .select(["id", "amount", "currency", "booked_at"])
    .where("merchant_id", "=", merchantId)
    .where("id", "=", sql<string>`any(${ids})`)
    .execute();
  const heres = new Map(
    booked.flatMap(({ id, booked_at, ...here }) =>
      booked_at === null ? [] : [[id, { ...here, booked_at }]],
    ),
  );
  const firsts = await firstRecords(db, merchantId, ids);
  return rows.map((row) => {
    const first = row.id === null ? undefined : firsts.get(row.id);
    return {
      kind: row.kind,
      id: row.id,
      there: thereOf(row) ?? (first === undefined ? null : thereOf(first)),
      here: (row.id === null ? undefined : heres.get(row.id)) ?? null,
      repeated: row.no !== null && first !== undefined && !isSame(first, row),
    };
  });
}

/** The first of a channel's records of each id, on whichever day. */
async function firstRecords(db: Kysely<Schema>, merchantId: string, ids: readonly string[]) {
  const records = await db
    .selectFrom("statement_entries")
    .selectAll()
    .distinctOn("id")
    .where("merchant_id", "=", merchantId)
    .where("id", "=", sql<string>`any(${ids})`)
    .where("occurred_at", "is not", null)
    .orderBy("id")
    .orderBy("occurred_at")
    .orderBy("statement_id")
    .orderBy("position")
    .execute();
  return new Map(records.map((record) => [record.id, record]));
}

function isSame(one: Row, other: Row): boolean {
  return one.statement_id === other.statement_id && one.position === other.position;
}

function thereOf({ no, transaction_id, amount, currency, occurred_at }: Row) {
  if (no === null || transaction_id === null || amount === null) return null;
  if (currency === null || occurred_at === null) return null;
  return { no, transaction_id, amount, currency, occurred_at };
}
