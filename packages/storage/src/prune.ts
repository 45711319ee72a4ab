import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

/** Rows a statement; a delete of everything at once would run into the time limit. */
const batch = 1000;

/**
 * Removes idempotency keys 48 h behind their first use, random keys 24 h behind their end, nonces
 * behind twice the window of signatures, and a minute for clocks that differ, and what is kept of
 * webhook deliveries 30 days behind their end; the events stay. Of requests and of calls to channels
 * it leaves the last million, no older than 14 days, how often codes were answered for 400 days, and
 * ledger checks for 30 days.
 */
export async function prune(db: Kysely<Schema>): Promise<void> {
  // Skipping locked rows also leaves a key alone that is being taken at this moment.
  await repeatWhileFull(() =>
    sql`delete from idempotency_keys where (merchant_id, key) in (
      select merchant_id, key from idempotency_keys
      where created_at < now() - interval '48 hours' and locked_until < now()
      order by created_at limit ${batch} for update skip locked)`.execute(db),
  );
  await repeatWhileFull(() =>
    sql`delete from random_keys where id in (
      select id from random_keys where expires_at < now() - interval '24 hours'
      order by expires_at limit ${batch} for update skip locked)`.execute(db),
  );
  await repeatWhileFull(() =>
    sql`delete from nonces where (key_id, nonce) in (
      select key_id, nonce from nonces where seen_at < now() - interval '11 minutes'
      order by seen_at limit ${batch} for update skip locked)`.execute(db),
  );
  await repeatWhileFull(() =>
    sql`delete from webhook_deliveries where id in (
      select id from webhook_deliveries
      where status <> 'pending' and ended_at < now() - interval '30 days'
      order by ended_at limit ${batch} for update skip locked)`.execute(db),
  );
  for (const log of ["requests", "channel_calls"]) {
    await repeatWhileFull(() =>
      sql`delete from ${sql.table(log)} where number in (
        select number from (
          select number, at from ${sql.table(log)} order by number limit ${batch}) oldest
        where at < now() - interval '14 days'
          or number <= (select max(number) - 1000000 from ${sql.table(log)}))`.execute(db),
    );
  }
  await repeatWhileFull(() =>
    sql`delete from code_counts where (minute, code) in (
      select minute, code from code_counts where minute < now() - interval '400 days'
      order by minute limit ${batch} for update skip locked)`.execute(db),
  );
  await sql`delete from ledger_checks where at < now() - interval '30 days'`.execute(db);
}

async function repeatWhileFull(
  remove: () => Promise<{ readonly numAffectedRows?: bigint }>,
): Promise<void> {
  for (;;) {
    const { numAffectedRows } = await remove();
    if (numAffectedRows === undefined || numAffectedRows < batch) return;
  }
}
