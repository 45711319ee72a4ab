import { randomUUID } from "node:crypto";
import type { Ports } from "@purse/core";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";
import { outsideTransaction } from "./transaction.ts";

interface KeySlots {
  readonly enter: Ports["enter"];
  readonly close: () => Promise<void>;
}

interface Share {
  /** What the database has given to this replica. */
  slots: number;
  inFlight: number;
  /** The most in flight since the last look. */
  peak: number;
  /** The database has no more to give until then, by performance.now(). */
  fullUntil: number;
  /** A statement about the share on its way; who needs more waits for it. */
  asking: Promise<void> | undefined;
}

/** How long a share lasts that is not renewed, in seconds. */
const shareSeconds = 10;
const lookEveryMs = 1000;
/** How long a "no" is believed, so that a caller over its limit does not load the database. */
const fullMs = 50;

/**
 * Counts each key's requests in flight over all replicas. A replica takes slots in parts of a
 * tenth of the limit and counts within them by itself; what it no longer needs it gives back
 * within a second, so that the replicas together reach the limit but for some tenth and never
 * pass it.
 */
export function keySlots(db: Kysely<Schema>, slotsMax: number): KeySlots {
  const replica = randomUUID();
  const shares = new Map<string, Share>();
  const part = Math.max(1, Math.floor(slotsMax / 10));

  async function askForMore(keyId: string, share: Share): Promise<void> {
    const { rows } = await outsideTransaction(() =>
      sql<{ slots: number }>`select take_key_slots(
        ${keyId}, ${replica}, ${part}, ${slotsMax}, ${shareSeconds}) as slots`.execute(db),
    );
    const slots = rows[0]?.slots ?? 0;
    if (slots === share.slots) share.fullUntil = performance.now() + fullMs;
    share.slots = slots;
  }

  async function enter(keyId: string): Promise<(() => void) | undefined> {
    const share = shares.get(keyId) ?? newShare();
    shares.set(keyId, share);
    while (share.inFlight >= share.slots) {
      if (performance.now() < share.fullUntil) return undefined;
      share.asking ??= askForMore(keyId, share).finally(() => {
        share.asking = undefined;
      });
      await share.asking;
    }
    share.inFlight += 1;
    share.peak = Math.max(share.peak, share.inFlight);
    let hasLeft = false;
    return () => {
      if (!hasLeft) share.inFlight -= 1;
      hasLeft = true;
    };
  }

  /** Renews what was needed since the last look, and gives the rest back. */
  async function look(): Promise<void> {
    const settled = [...shares].filter(([, share]) => share.asking === undefined);
    for (const [keyId, share] of settled) {
      if (share.slots === 0 && share.inFlight === 0) shares.delete(keyId);
      share.slots = Math.min(share.slots, Math.max(share.peak, share.inFlight));
      share.peak = share.inFlight;
    }
    const kept = outsideTransaction(() => keep(db, replica, settled)).finally(() => {
      for (const [, share] of settled) share.asking = undefined;
    });
    // Until the database knows of the smaller share, none may be made larger.
    for (const [, share] of settled) share.asking = kept;
    await kept;
  }
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    // While the database is away shares run out by themselves, and requests are refused with it.
    looking = looking.then(look).catch(() => {});
  }, lookEveryMs).unref();
  return {
    enter,
    async close() {
      clearInterval(timer);
      await looking;
      await sql`delete from key_slots where replica = ${replica}`.execute(db).catch(() => {});
    },
  };
}

function newShare(): Share {
  return { slots: 0, inFlight: 0, peak: 0, fullUntil: 0, asking: undefined };
}

async function keep(
  db: Kysely<Schema>,
  replica: string,
  shares: readonly (readonly [keyId: string, share: Share])[],
): Promise<void> {
  if (shares.length === 0) return;
  const keyIds = shares.map(([keyId]) => keyId);
  const slots = shares.map(([, share]) => share.slots);
  await sql`with wanted as (
      select * from unnest(${keyIds}::text[], ${slots}::integer[]) as wanted (key_id, slots)
    ), gone as (
      delete from key_slots using wanted
      where key_slots.key_id = wanted.key_id and replica = ${replica} and wanted.slots = 0
    )
    update key_slots set slots = wanted.slots,
      expires_at = clock_timestamp() + make_interval(secs => ${shareSeconds})
    from wanted
    where key_slots.key_id = wanted.key_id and replica = ${replica} and wanted.slots > 0`.execute(
    db,
  );
}
