import { randomBytes } from "node:crypto";
import { openAsBlob } from "node:fs";
import { type Database, openInMemory, openPostgres } from "@purse/storage";
import { inject } from "vitest";
import { administer, urlOf } from "./postgres.ts";

export interface TestDatabase extends Database {
  /** Of a PostgreSQL database, for further connections. */
  readonly url: string | undefined;
}

/** A migrated database of the test's own, gone when it is closed. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const prepared = inject("prepared");
  if ("snapshot" in prepared) {
    return { ...(await openInMemory(await openAsBlob(prepared.snapshot))), url: undefined };
  }
  const name = `purse_test_${randomBytes(6).toString("hex")}`;
  await administer(`create database ${name} template ${prepared.template}`);
  const url = urlOf(name);
  const database = openPostgres({ url, onConnectionError: () => {} });
  async function close() {
    await database.close();
    await administer(`drop database ${name} with (force)`);
  }
  return { ...database, url, close };
}
