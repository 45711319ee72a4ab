import { execFile } from "node:child_process";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { furnish } from "@purse/purse";
import { migrate, migrateJobs, openEmbedded, readMigrations } from "@purse/storage";
import { afterEach, beforeEach, expect, test } from "vitest";
import { main } from "./harness/command.ts";

const run = promisify(execFile);
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "purse-embedded-"));
});
afterEach(() => rm(directory, { recursive: true }));

test("an embedded database has one owner, and keeps what it was told", {
  timeout: 90_000,
}, async () => {
  const env = { ...process.env, PURSE_DATA_DIR: directory, DATABASE_URL: undefined };
  const database = await openEmbedded(directory);
  await migrate(database, await readMigrations());
  await migrateJobs(database);
  await expect(openEmbedded(directory)).rejects.toThrow("is in use by another process");
  const second = run(process.execPath, [main, "keys", "list"], { env });
  await expect(second).rejects.toMatchObject({
    code: 1,
    stderr: `${directory} is in use by another process\n`,
  });
  const made = run(process.execPath, [main, "keys", "create", "shop"], { env });
  await expect(made).rejects.toMatchObject({ code: 1 });
  expect(await furnish(database).isReady()).toBe(true);
  await database.close();

  await run(process.execPath, [main, "keys", "create", "shop"], { env });
  const { stdout } = await run(process.execPath, [main, "keys", "list"], { env });
  expect(stdout).toMatch(
    /^shop \(test\)\n {2}key_[0-9a-f]{32} {2}hmac-sha256 {2}used never {2}active\n$/,
  );

  // A copy of the folder is a backup.
  await run(process.execPath, [main, "seed"], { env });
  const copy = `${directory}-copy`;
  await cp(directory, copy, { recursive: true });
  try {
    const copied = { ...env, PURSE_DATA_DIR: copy };
    const check = await run(process.execPath, [main, "ledger", "check", "--json"], { env: copied });
    expect(JSON.parse(check.stdout)).toMatchObject({ ok: true, checked: { entries: 4 } });
  } finally {
    await rm(copy, { recursive: true });
  }
});

test("a new database is a copy of its own of what one was made for", {
  timeout: 60_000,
}, async () => {
  const [one, other] = [join(directory, "one"), join(directory, "other")];
  const first = await openEmbedded(one);
  await first.executeSql("create table kept (id int)");
  await first.close();
  const second = await openEmbedded(other);
  const tables = "select table_name from information_schema.tables where table_name = 'kept'";
  expect((await second.executeSql(tables)).rows).toEqual([]);
  await second.close();
});
