import type { Tx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import { jsonOf } from "./json.ts";
import { nextPosition, onPage, windowOfList } from "./list.ts";
import type { Schema } from "./schema.ts";

export const redEnvelopeColumns = [
  "id",
  "wallet_id",
  "channel",
  "red_envelope_no",
  "to_account",
  "amount",
  "currency",
  "amount_returned",
  "greeting",
  "status",
  "failure",
  "created_at",
  "sent_at",
  "ended_at",
] as const;

export function redEnvelopesOf(db: Kysely<Schema>, merchantId: string): Tx["redEnvelopes"] {
  const own = db
    .selectFrom("red_envelopes")
    .select(redEnvelopeColumns)
    .where("merchant_id", "=", merchantId);
  return {
    find: (id) => own.where("id", "=", id).executeTakeFirst(),
    findByNo: (no) => own.where("red_envelope_no", "=", no).executeTakeFirst(),
    lock: (id) => own.where("id", "=", id).forNoKeyUpdate().executeTakeFirst(),

    insert: (redEnvelope) =>
      db
        .insertInto("red_envelopes")
        .values({
          ...redEnvelope,
          merchant_id: merchantId,
          status: "pending",
          position: nextPosition(redEnvelope.wallet_id, "red_envelopes"),
        })
        .returning(redEnvelopeColumns)
        .executeTakeFirstOrThrow(),

    change: (id, { failure, ...change }) =>
      db
        .updateTable("red_envelopes")
        .set({
          ...change,
          ...jsonOf({ failure }),
          ...(change.status === "sent" ? { sent_at: sql<Date>`clock_timestamp()` } : {}),
          ...(["received", "returned"].includes(change.status)
            ? { ended_at: sql<Date>`clock_timestamp()` }
            : {}),
        })
        .where("id", "=", id)
        .where("merchant_id", "=", merchantId)
        .returning(redEnvelopeColumns)
        .executeTakeFirstOrThrow(),

    async list(wallet, page) {
      const window = await windowOfList(db, "red_envelopes", wallet.id, page);
      const rows = await own
        .where("wallet_id", "=", wallet.id)
        .where(onPage(window, "position"))
        .orderBy("position")
        .limit(page.count)
        .execute();
      return { rows, total: window.total };
    },
  };
}
