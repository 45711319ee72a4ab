import type { NewStatement, StatementDay } from "@purse/core";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

/** Rows a statement: a busy day's hundred thousand at once would run into the time limit. */
const batch = 10_000;

/** Writes a day's records, in place of those that were kept too early. */
export async function keepStatement(
  db: Kysely<Schema>,
  merchantId: string,
  day: StatementDay,
  { fetched_at, entries, elsewhere }: NewStatement,
): Promise<void> {
  const id = await takeDay(db, merchantId, day, fetched_at);
  if (id === undefined) return;
  await db.deleteFrom("statement_entries").where("statement_id", "=", id).execute();
  for (let start = 0; start < entries.length; start += batch) {
    const some = entries.slice(start, start + batch);
    await insertRecords(db, merchantId, { id, channel: day.channel, start }, some);
  }
  const missing = await insertMissing(
    db,
    merchantId,
    { id, start: entries.length },
    day,
    elsewhere,
  );
  const total = entries.length + missing;
  await db.updateTable("statements").set({ total }).where("id", "=", id).execute();
}

/** The day, for one of all who fetched it at once: the others wait here, and find it kept. */
async function takeDay(
  db: Kysely<Schema>,
  merchantId: string,
  { channel, date, fresh_from }: StatementDay,
  fetched_at: Date,
): Promise<number | undefined> {
  const taken = await db
    .insertInto("statements")
    .values({ merchant_id: merchantId, channel, date: sql<string>`${date}::date`, fetched_at })
    .onConflict((conflict) =>
      conflict
        .constraint("statements_day")
        .doUpdateSet({ fetched_at })
        .where("statements.fetched_at", "<", fresh_from),
    )
    .returning("id")
    .executeTakeFirst();
  return taken?.id;
}

async function insertRecords(
  db: Kysely<Schema>,
  merchantId: string,
  { id, channel, start }: { id: number; channel: StatementDay["channel"]; start: number },
  entries: NewStatement["entries"],
): Promise<void> {
  // A number may be another merchant's, or of another channel's payment: then it is none of ours.
  const own = await db
    .selectFrom("channel_movements")
    .select("id")
    .where("merchant_id", "=", merchantId)
    .where("channel", "=", channel)
    .where("id", "=", sql<string>`any(${entries.flatMap(({ ids }) => ids)})`)
    .execute();
  const known = new Set(own.map((movement) => movement.id));
  const records = entries.map(({ ids, ...record }, index) => ({
    ...record,
    id: ids.find((each) => known.has(each)) ?? null,
    position: start + index + 1,
  }));
  await sql`
    insert into statement_entries (statement_id, position, merchant_id, kind, id, no,
      transaction_id, amount, currency, occurred_at)
    select ${id}, position, ${merchantId}, kind, id, no, transaction_id, amount, currency,
      occurred_at
    from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as record (
      position bigint, kind text, id text, no text, transaction_id text, amount bigint,
      currency text, occurred_at timestamptz)`.execute(db);
}

/** What we booked on the day and the channel has on none that is known; answers how many. */
async function insertMissing(
  db: Kysely<Schema>,
  merchantId: string,
  { id, start }: { id: number; start: number },
  { channel, from, to }: StatementDay,
  elsewhere: readonly string[],
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into statement_entries (statement_id, position, merchant_id, kind, id)
    select ${id}, ${start} + row_number() over (order by booked_at, id), merchant_id, kind, id
    from channel_movements movement
    where merchant_id = ${merchantId} and channel = ${channel}
      and booked_at >= ${from} and booked_at < ${to}
      and not exists (select from statement_entries record
        where record.id = movement.id and record.occurred_at is not null)
      and not exists (select from unnest(${elsewhere}::text[]) as other (id)
        where other.id = movement.id)`.execute(db);
  // biome-ignore lint/plugin: of a bigint, how many rows.
  return Number(numAffectedRows ?? 0);
}
