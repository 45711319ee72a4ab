import { Socket } from "node:net";
import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { type Database, parseInt8 } from "./database.ts";
import { prepareMarked } from "./prepared.ts";
import type { Schema } from "./schema.ts";
import { runningMax } from "./shared-transaction.ts";

export interface PostgresOptions {
  readonly url: string;
  /** The most connections at once. */
  readonly connectionsMax?: number;
  /** Hears of connections that broke while nobody used them. */
  readonly onConnectionError: (error: Error) => void;
}

/** What keeps one stuck transaction from holding up all others, in milliseconds. */
const hurried = [
  "-c statement_timeout=5000",
  "-c lock_timeout=2000",
  "-c idle_in_transaction_session_timeout=10000",
];
/**
 * One wallet's lock must not hold all others up; and all is looked up by key, however small the
 * tables were when a connection planned its statements.
 */
const shared = [
  ...hurried,
  "-c lock_timeout=200",
  "-c plan_cache_mode=force_generic_plan",
  "-c enable_seqscan=off",
];
/** Longer than any statement of a hurried session: who says nothing for so long is gone. */
const silenceMs = 5500;

export function openPostgres(options: PostgresOptions): Database {
  const pool = openPool(options, options.connectionsMax ?? 16, hurried);
  const sharedPool = openPool(options, runningMax, shared);
  for (const each of [pool, sharedPool]) {
    each.on("connect", endWhenSilent);
    each.on("connect", prepareMarked);
  }
  // Migrations and checks may rightly take longer than a request, and take no request's place.
  const unhurried = openPool(options, 2, []);

  const db = kyselyOn(pool);
  const sharedDb = kyselyOn(sharedPool);
  const unhurriedDb = kyselyOn(unhurried);
  return {
    db,
    sharedDb,
    unhurriedDb,
    isInProcess: false,
    async sqlTransaction(work) {
      const client = await unhurried.connect();
      try {
        await client.query("begin");
        const result = await work({
          run: async (sql) => void (await client.query(sql)),
          rows: async (sql, parameters) => (await client.query(sql, parameters)).rows,
        });
        await client.query("commit");
        client.release();
        return result;
      } catch (error) {
        // A destroyed connection rolls back, whatever state it was in.
        client.release(true);
        throw error;
      }
    },
    async executeSql(sql, parameters = []) {
      // pg answers several statements with an array of results, whatever its types say.
      const results = [await pool.query<Record<string, unknown>>(sql, parameters)].flat();
      return { rows: results.flatMap(({ rows }) => rows) };
    },
    async close() {
      for (const each of [db, sharedDb, unhurriedDb]) await each.destroy();
      // Kysely leaves a pool alone that it has not used; migrations may have.
      for (const each of [pool, sharedPool, unhurried]) if (!each.ended) await each.end();
    },
  };
}

function openPool(
  { url, onConnectionError }: PostgresOptions,
  max: number,
  limits: readonly string[],
): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 1000,
    // Whoever waits for a long statement hears within a quarter of a minute that the server is gone.
    keepAlive: true,
    keepAliveInitialDelayMillis: 5000,
    // Sooner than their silence could be taken for the server's.
    idleTimeoutMillis: silenceMs - 1000,
    options: [...limits, "-c timezone=UTC"].join(" "),
    types: { getTypeParser },
  });
  // Without these two listeners a connection that the server ends would end the process.
  pool.on("error", onConnectionError);
  pool.on("connect", (client) => client.on("error", onConnectionError));
  return pool;
}

function kyselyOn(pool: pg.Pool): Kysely<Schema> {
  return new Kysely({ dialect: new PostgresDialect({ pool }) });
}

/**
 * Ends a connection whose server's machine or network is gone without a word: TCP would wait for a
 * quarter of an hour, and the connection would keep its place in the pool.
 */
function endWhenSilent(client: pg.PoolClient): void {
  const socket: unknown = Reflect.get(Reflect.get(client, "connection"), "stream");
  if (!(socket instanceof Socket)) throw new Error("pg keeps its socket in another place now");
  socket.setTimeout(silenceMs, () => {
    const error = new Error(`the database has said nothing for ${silenceMs} ms`);
    // biome-ignore lint/plugin: a code on an error of our own.
    socket.destroy(Object.assign(error, { code: "ETIMEDOUT" }));
  });
}

const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: "text" | "binary") =>
  oid === pg.types.builtins.INT8 ? parseInt8 : pg.types.getTypeParser(oid, format);
