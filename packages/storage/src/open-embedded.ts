import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { PGlite, type PGliteOptions, types } from "@electric-sql/pglite";
import { Kysely, PGliteDialect } from "kysely";
import { fromPglite } from "pg-boss";
import { type Database, parseInt8 } from "./database.ts";
import { makeFiles, openFiles, refuseDamaged } from "./embedded-files.ts";
import { lockDirectory } from "./lock-directory.ts";
import type { Schema } from "./schema.ts";

/**
 * Opens the embedded database in a directory that one process owns, for a single process: it
 * survives the process's crash, not the machine's (it does not sync to disk).
 * Throws `DirectoryInUse` when another process has the directory open, and `UnusableDirectory`,
 * having changed nothing, when what is there is damaged or not Purse's.
 */
export async function openEmbedded(directory: string): Promise<Database> {
  const files = await refuseDamaged(directory);
  await mkdir(directory, { recursive: true });
  const unlock = lockDirectory(directory);
  try {
    if (!existsSync(files)) await makeFiles(files);
    const pglite = await openFiles(files, () => createPGlite({ dataDir: files }));
    return embeddedDatabase(pglite, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

/** An embedded database in memory, from a snapshot if one is given: for tests. */
export async function openInMemory(snapshot?: Blob): Promise<Database> {
  const options = snapshot === undefined ? {} : { loadDataDir: snapshot };
  return embeddedDatabase(await createPGlite(options), () => {});
}

/** An in-memory database's files, for `openInMemory`. */
export async function snapshotOf(prepare: (database: Database) => Promise<void>): Promise<Blob> {
  const pglite = await createPGlite({});
  await prepare(embeddedDatabase(pglite, () => {}));
  const snapshot = await pglite.dumpDataDir("none");
  await pglite.close();
  return snapshot;
}

function createPGlite(options: PGliteOptions): Promise<PGlite> {
  return PGlite.create({ ...options, parsers: { [types.INT8]: parseInt8 } });
}

function embeddedDatabase(pglite: PGlite, unlock: () => void): Database {
  const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) });
  return {
    db,
    sharedDb: db,
    unhurriedDb: db,
    isInProcess: true,
    sqlTransaction: (work) =>
      pglite.transaction((tx) =>
        work({
          run: async (sql) => void (await tx.exec(sql)),
          rows: async (sql, parameters) =>
            (await tx.query<Record<string, unknown>>(sql, parameters)).rows,
        }),
      ),
    executeSql: fromPglite(pglite).executeSql,
    async close() {
      if (!pglite.closed) await pglite.close();
      unlock();
    },
  };
}
