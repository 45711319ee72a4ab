import type { RequestFilter, StoredRequest } from "@purse/core";
import { type Kysely, sql } from "kysely";
import type { Schema } from "./schema.ts";

/** How long a record waits for others, in milliseconds. */
const waitMs = 500;
/** Records a statement. */
const batchMax = 1000;
/** Records that wait while the database is slow; what comes then is dropped. */
const waitingMax = 10_000;

type NewRequest = Omit<StoredRequest, "number">;

export interface RequestLog {
  /** Takes a record at once, and writes it a moment later. */
  readonly keep: (request: NewRequest) => void;
  /** Writes what still waits. */
  readonly close: () => Promise<void>;
}

/** Keeps requests, off their own way: `onLost` hears of records that could not be kept. */
export function requestLog(
  db: Kysely<Schema>,
  onLost: (count: number, error?: unknown) => void,
): RequestLog {
  let waiting: NewRequest[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();

  async function write(): Promise<void> {
    timer = undefined;
    const records = waiting;
    waiting = [];
    for (let start = 0; start < records.length; start += batchMax) {
      const batch = records.slice(start, start + batchMax);
      await insert(db, batch).catch((error: unknown) => onLost(batch.length, error));
    }
  }
  const flush = () => {
    writing = writing.then(write);
    return writing;
  };
  return {
    keep(request) {
      if (waiting.length >= waitingMax) return onLost(1);
      waiting.push(request);
      timer ??= setTimeout(flush, waitMs).unref();
    },
    close() {
      clearTimeout(timer);
      return flush();
    },
  };
}

async function insert(db: Kysely<Schema>, records: readonly NewRequest[]): Promise<void> {
  if (records.length === 0) return;
  // One parameter, however many rows there are.
  await sql`insert into requests (request_id, at, method, path, operation, merchant_id, key_id,
      resource_id, status, code, duration_ms)
    select request_id, at, method, path, operation, merchant_id, key_id,
      resource_id, status, code, duration_ms
    from jsonb_populate_recordset(null::requests, ${JSON.stringify(records)}::jsonb)`.execute(db);
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
