import type { Kysely } from "kysely";
import type { Schema } from "./schema.ts";

/** Runs SQL text as it stands, several statements at once; migrations need no more. */
export interface SqlSession {
  readonly run: (sql: string) => Promise<void>;
  readonly rows: (sql: string, parameters?: unknown[]) => Promise<Record<string, unknown>[]>;
}

/** An open database, PostgreSQL's or the embedded one. */
export interface Database {
  readonly db: Kysely<Schema>;
  /** The same for transactions that many share: short waits for locks, and no statement planned twice. */
  readonly sharedDb: Kysely<Schema>;
  /** The same without time limits, for what may rightly take longer than a request. */
  readonly unhurriedDb: Kysely<Schema>;
  /** Whether a statement holds up this process while it runs, as the embedded database's does. */
  readonly isInProcess: boolean;
  /** One transaction without a time limit; what throws inside undoes it. */
  readonly sqlTransaction: <T>(work: (session: SqlSession) => Promise<T>) => Promise<T>;
  /** One text outside any transaction, with the rows of all its statements: pg-boss sends several. */
  readonly executeSql: (
    sql: string,
    parameters?: unknown[],
  ) => Promise<{ rows: Record<string, unknown>[] }>;
  readonly close: () => Promise<void>;
}

/** int8 as a number: constraints keep all that is read this way within 2^53-1. */
export function parseInt8(text: string): number {
  // biome-ignore lint/plugin: digits of an int8, refused below where they are not exact.
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is no safe integer`);
  return value;
}
