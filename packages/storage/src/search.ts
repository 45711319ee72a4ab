import type { Found, OperatorTx } from "@purse/core";
import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Schema } from "./schema.ts";

/** Tables of what has an id of its own, with the column that people know it by. */
const numbered = [
  { kind: "charge", table: "charges", name: "order_no" },
  { kind: "recharge", table: "recharges", name: "order_no" },
  { kind: "refund", table: "refunds", name: "refund_no" },
  { kind: "transfer", table: "transfers", name: "transfer_no" },
  { kind: "red_envelope", table: "red_envelopes", name: "red_envelope_no" },
  { kind: "withdrawal", table: "withdrawals", name: "withdrawal_no" },
] as const;
const named = [
  { kind: "wallet", table: "wallets", name: "name" },
  { kind: "settle", table: "settles", name: "account_name" },
  { kind: "webhook_endpoint", table: "webhook_endpoints", name: "url" },
] as const;

/** The most that is found. */
const most = 50;

/** Finds by id, by number over all merchants, by a channel's numbers and by request id. */
export function searchIn(db: Kysely<Schema>): OperatorTx["search"] {
  return async (text, ids) => {
    const places = [
      ...[...numbered, ...named].map((place) => byId(place, ids)),
      ...numbered.map((place) => byNumber(place, text)),
      ...(["charge", "recharge"] as const).map((kind) => byTransaction(kind, text)),
      ...others(text, ids),
    ];
    const { rows } = await sql<Found>`
      select distinct kind, id, name, merchant_id, status
      from (${sql.join(places, sql` union all `)}) found limit ${most}`.execute(db);
    return rows;
  };
}

type Place = (typeof numbered)[number] | (typeof named)[number];

function byId({ kind, table, name }: Place, ids: readonly string[]): RawBuilder<unknown> {
  return sql`select ${sql.lit(kind)} as kind, id, ${sql.ref(name)} as name, merchant_id, status
    from ${sql.table(table)} where id = any(${ids})`;
}

/** A number is unique for one merchant, and the index begins with it. */
function byNumber(
  { kind, table, name }: (typeof numbered)[number],
  text: string,
): RawBuilder<unknown> {
  return sql`select ${sql.lit(kind)}, row.id, row.${sql.ref(name)}, row.merchant_id, row.status
    from merchants join ${sql.table(table)} row
    on row.merchant_id = merchants.id and row.${sql.ref(name)} = ${text}`;
}

function byTransaction(kind: "charge" | "recharge", text: string): RawBuilder<unknown> {
  return sql`select ${sql.lit(kind)}, id, order_no, merchant_id, status
    from ${sql.table(`${kind}s`)}
    where channel in ('alipay', 'wechat') and channel_transaction_id = ${text}`;
}

function others(text: string, ids: readonly string[]): readonly RawBuilder<unknown>[] {
  return [
    sql`select 'merchant', id, name, id, mode from merchants where id = any(${ids}) or name = ${text}`,
    sql`select 'api_key', id, null, merchant_id, null from api_keys where id = any(${ids})`,
    sql`select 'event', id, type, merchant_id, null from events where id = any(${ids})`,
    // The number is what it is about; its key begins with merchant and channel.
    sql`select 'notification', notify_id, no, notified.merchant_id, verdict from merchants
      cross join unnest(array['alipay', 'wechat']) as channels (channel)
      join notifications notified on notified.merchant_id = merchants.id
        and notified.channel = channels.channel and notified.notify_id = ${text}`,
    sql`(select 'request', request_id, method || ' ' || coalesce(operation, path), merchant_id,
        code::text from requests where request_id = ${text} order by number limit ${most})`,
  ];
}
