import type { NewCharge, Owned, SharedTx, StoredCharge, Tx } from "@purse/core";
import { type Kysely, sql } from "kysely";
import { jsonOf } from "./json.ts";
import { onPage, partyOf, positionUpTo, takePositions, windowOfList } from "./list.ts";
import { prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

export const chargeColumns = [
  "id",
  "wallet_id",
  "payer_wallet_id",
  "channel",
  "order_no",
  "amount",
  "currency",
  "fee",
  "amount_refunded",
  "amount_refunding",
  "status",
  "subject",
  "method",
  "payer_id",
  "expires_in",
  "expires_at",
  "action",
  "channel_transaction_id",
  "failure",
  "created_at",
  "paid_at",
] as const;

export function chargesOf(
  db: Kysely<Schema>,
  merchantId: string,
): Omit<Tx["charges"], keyof SharedTx["charges"]> {
  const own = db.selectFrom("charges").select(chargeColumns).where("merchant_id", "=", merchantId);
  return {
    find: (id) => own.where("id", "=", id).executeTakeFirst(),
    lock: (id) => own.where("id", "=", id).forNoKeyUpdate().executeTakeFirst(),

    change: (id, { action, failure, ...change }) =>
      db
        .updateTable("charges")
        .set({
          ...change,
          ...jsonOf({ action, failure }),
          ...(change.status === "paid" ? { paid_at: sql<Date>`clock_timestamp()` } : {}),
        })
        .where("id", "=", id)
        .where("merchant_id", "=", merchantId)
        .returning(chargeColumns)
        .executeTakeFirstOrThrow(),

    async list(wallet, page) {
      const [party, position] = partyOf(wallet);
      const window = await windowOfList(db, "charges", wallet.id, page, {
        owner: party,
        position,
      });
      const rows = await own
        .where(party, "=", wallet.id)
        .where(onPage(window, position))
        .orderBy(position)
        .limit(page.count)
        .execute();
      return { rows, total: window.total };
    },
  };
}

/** Charges by their numbers, each in its place, undefined where there is none. */
export async function findChargesByOrderNo(
  db: Kysely<Schema>,
  wanted: readonly Owned<Pick<NewCharge, "order_no">>[],
): Promise<readonly (StoredCharge | undefined)[]> {
  const merchants = wanted.map(({ merchant_id }) => merchant_id);
  const numbers = wanted.map(({ order_no }) => order_no);
  const rows = await db
    .selectFrom("charges")
    .modifyFront(prepared)
    .select([...chargeColumns, "merchant_id"])
    .where(
      sql<boolean>`(merchant_id, order_no) in (
        select * from unnest(${merchants}::text[], ${numbers}::text[]))`,
    )
    .execute();
  return wanted.map(({ merchant_id, order_no }) => {
    const row = rows.find((each) => each.merchant_id === merchant_id && each.order_no === order_no);
    if (row === undefined) return undefined;
    const { merchant_id: _, ...charge } = row;
    return charge;
  });
}

/** Makes charges, each with its places in its parties' lists, in the order given. */
export async function insertCharges(
  db: Kysely<Schema>,
  charges: readonly Owned<NewCharge>[],
): Promise<readonly StoredCharge[]> {
  const owners = sql`select wallet_id from fresh union all select payer_wallet_id from fresh`;
  const { rows } = await sql<StoredCharge>`${prepared}
    with fresh as materialized (
      select * from rows from (jsonb_populate_recordset(null::charges, ${JSON.stringify(charges)}))
        with ordinality
    ), sizes as (${takePositions("charges", owners)})
    insert into charges (id, merchant_id, wallet_id, payer_wallet_id, channel, order_no, amount,
      currency, fee, subject, status, method, payer_id, expires_in, expires_at,
      position, payer_position, paid_at)
    select id, merchant_id, wallet_id, payer_wallet_id, channel, order_no, amount,
      currency, fee, subject, status, method, payer_id, expires_in, expires_at,
      ${positionUpTo("payee.total", "wallet_id", "ordinality")},
      ${positionUpTo("payer.total", "payer_wallet_id", "ordinality")},
      case status when 'paid' then clock_timestamp() end
    from fresh
      join sizes as payee on payee.owner = wallet_id
      left join sizes as payer on payer.owner = payer_wallet_id
    order by ordinality
    returning ${sql.join(chargeColumns.map((column) => sql.ref(column)))}`.execute(db);
  return rows;
}
