import type { RequestFilter, StoredRequest } from "@purse/core";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";
import { type OnLost, type WriteBehind, writeBehind } from "./write-behind.ts";

type NewRequest = Omit<StoredRequest, "number">;

export type RequestLog = WriteBehind<NewRequest>;

/** Keeps requests, off their own way: `onLost` hears of records that could not be kept. */
export function requestLog(db: Kysely<Schema>, onLost: OnLost): RequestLog {
  return writeBehind((records) => insert(db, records), onLost);
}

/** The requests, and with them how often each code was answered by the API. */
async function insert(db: Kysely<Schema>, records: readonly NewRequest[]): Promise<void> {
  // One parameter, however many rows there are; counted in one order, as all replicas lock.
  await sql`with kept as (
      insert into requests (request_id, at, method, path, operation, merchant_id, key_id,
        resource_id, status, code, duration_ms)
      select request_id, at, method, path, operation, merchant_id, key_id,
        resource_id, status, code, duration_ms
      from jsonb_populate_recordset(null::requests, ${JSON.stringify(records)}::jsonb)
      returning at, operation, code
    )
    insert into code_counts as counted (minute, code, total)
    select date_trunc('minute', at), code, count(*) from kept
    where code is not null and (code <> 0 or operation is not null) and coalesce(operation, '') not like 'operator.%'
    group by 1, 2 order by 1, 2
    on conflict (minute, code) do update set total = counted.total + excluded.total`.execute(db);
}

/** Requests of all merchants: the newest first, or behind one the next in their order. */
export function listRequests(
  db: Kysely<Schema>,
  filter: RequestFilter,
): Promise<readonly StoredRequest[]> {
  const { after, before, count, failed, ...wanted } = filter;
  let query = db.selectFrom("requests").selectAll().limit(count);
  for (const name of equalities) {
    const value = wanted[name];
    if (value !== undefined) query = query.where(name, "=", value);
  }
  if (failed === true) query = query.where("code", "<>", 0);
  if (before !== undefined) query = query.where("number", "<", before);
  if (after !== undefined) query = query.where("number", ">", after);
  return query.orderBy("number", after === undefined ? "desc" : "asc").execute();
}

const equalities = [
  "request_id",
  "resource_id",
  "merchant_id",
  "key_id",
  "operation",
  "code",
] as const;
