import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { openEmbedded } from "@purse/storage";
import { afterAll, beforeAll, expect, test } from "vitest";
import { main } from "./harness/command.ts";

const run = promisify(execFile);
let parent: string;
let whole: string;
beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), "purse-damage-"));
  whole = join(parent, "whole");
  const database = await openEmbedded(whole);
  await database.executeSql("create table kept (id int); insert into kept values (7)");
  await database.close();
}, 60_000);
afterAll(() => rm(parent, { recursive: true }));

/** What every file of a directory holds. */
async function contents(directory: string): Promise<Record<string, string>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const digests = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name);
    const digest = createHash("sha256")
      .update(await readFile(path))
      .digest("hex");
    return [path, digest] as const;
  });
  return Object.fromEntries(await Promise.all(digests));
}

const noise = Buffer.alloc(100_000, "damage");

test.each<[string, RegExp, (files: string) => Promise<void>]>([
  ["has no PG_VERSION", /PG_VERSION is missing/, (files) => rm(join(files, "PG_VERSION"))],
  [
    "is of another PostgreSQL",
    /it is of PostgreSQL 15, expected 18/,
    (files) => writeFile(join(files, "PG_VERSION"), "15\n"),
  ],
  [
    "has half a control file",
    /global\/pg_control is missing or cut off/,
    (files) => writeFile(join(files, "global", "pg_control"), noise.subarray(0, 4096)),
  ],
  [
    "has another control file",
    /PostgreSQL cannot open it/,
    (files) => writeFile(join(files, "global", "pg_control"), noise.subarray(0, 8192)),
  ],
  ["has no tables", /base is missing/, (files) => rm(join(files, "base"), { recursive: true })],
  [
    "has a damaged log",
    /PostgreSQL cannot open it/,
    async (files) => {
      const logs = await readdir(join(files, "pg_wal"));
      const segments = logs.filter((name) => /^[0-9A-F]{24}$/.test(name));
      for (const name of segments) await writeFile(join(files, "pg_wal", name), noise);
    },
  ],
  [
    "is somebody else's folder",
    /PG_VERSION is missing/,
    async (files) => {
      await rm(files, { recursive: true });
      await mkdir(files);
      await writeFile(join(files, "thesis.txt"), "years of work");
    },
  ],
])(
  "a database that %s is refused, and left as it was",
  { timeout: 60_000 },
  async (_what, why, damage) => {
    const directory = await mkdtemp(join(parent, "damaged-"));
    await cp(whole, directory, { recursive: true });
    const files = join(directory, "database");
    await damage(files);
    const before = await contents(files);
    await expect(openEmbedded(directory)).rejects.toMatchObject({
      name: "UnusableDirectory",
      message: expect.stringMatching(why),
    });
    expect(await contents(files)).toEqual(before);
  },
);

test("start says so in a line, and puts nothing into the folder", async () => {
  const directory = await mkdtemp(join(parent, "foreign-"));
  await mkdir(join(directory, "database"));
  const before = await readdir(directory);
  const env = { ...process.env, PURSE_DATA_DIR: directory, DATABASE_URL: undefined };
  const started = run(process.execPath, [main, "start"], { env });
  await expect(started).rejects.toMatchObject({
    code: 1,
    stderr: `${join(directory, "database")} is not an intact database of Purse's: PG_VERSION is missing. Nothing was changed; put a backup in its place, or name another PURSE_DATA_DIR\n`,
  });
  expect(await readdir(directory)).toEqual(before);
});

test("a database that was not finished when its process ended is made anew", {
  timeout: 60_000,
}, async () => {
  const directory = await mkdtemp(join(parent, "unfinished-"));
  const unfinished = join(directory, "database.unfinished");
  await cp(join(whole, "database"), unfinished, { recursive: true });
  await rm(join(unfinished, "global", "pg_control"));
  const database = await openEmbedded(directory);
  const { rows } = await database.executeSql("select 1 as one");
  expect(rows).toEqual([{ one: 1 }]);
  await database.close();
  expect(await readdir(directory)).toEqual(["database", "lock"]);
});

test("a folder is its own backup while no process has it", async () => {
  const copy = join(parent, "copy");
  await cp(whole, copy, { recursive: true });
  const database = await openEmbedded(copy);
  expect((await database.executeSql("select id from kept")).rows).toEqual([{ id: 7 }]);
  await database.close();
});
