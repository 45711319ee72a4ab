import { Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { type Database, parseInt8 } from "./database.ts";
import type { Schema } from "./schema.ts";

export interface PostgresOptions {
  readonly url: string;
  /** The most connections at once. */
  readonly connectionsMax?: number;
  /** Hears of connections that broke while nobody used them. */
  readonly onConnectionError: (error: Error) => void;
}

/** What keeps one stuck transaction from holding up all others, in milliseconds. */
const sessionOptions = [
  "-c statement_timeout=5000",
  "-c lock_timeout=2000",
  "-c idle_in_transaction_session_timeout=10000",
  "-c timezone=UTC",
].join(" ");

export function openPostgres(options: PostgresOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connectionsMax ?? 16,
    connectionTimeoutMillis: 1000,
    options: sessionOptions,
    types: { getTypeParser },
  });
  // Without these two listeners a connection that the server ends would end the process.
  pool.on("error", options.onConnectionError);
  pool.on("connect", (client) => client.on("error", options.onConnectionError));

  const db = new Kysely<Schema>({ dialect: new PostgresDialect({ pool }) });
  return {
    db,
    async sqlTransaction(work) {
      const client = await pool.connect();
      try {
        await client.query("begin");
        // Migrations may rightly take longer than a request.
        await client.query("set local statement_timeout = 0; set local lock_timeout = 0");
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
      await db.destroy();
      // Kysely leaves a pool alone that it has not used; migrations may have.
      if (!pool.ended) await pool.end();
    },
  };
}

const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: "text" | "binary") =>
  oid === pg.types.builtins.INT8 ? parseInt8 : pg.types.getTypeParser(oid, format);
