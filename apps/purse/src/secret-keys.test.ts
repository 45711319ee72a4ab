import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { BadSetting, readConfig } from "./config.ts";
import { secretKeys } from "./secret-keys.ts";

const [one, other] = [randomBytes(32), randomBytes(32)];
const base64 = (key: Buffer) => key.toString("base64");

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "purse-keys-"));
});
afterEach(() => rm(directory, { recursive: true }));

const keysOf = (environment: NodeJS.ProcessEnv) =>
  secretKeys(readConfig({ PURSE_DATA_DIR: directory, ...environment }));

test("the embedded database makes one, for its user's eyes, and keeps it", async () => {
  const [made] = await keysOf({});
  expect(made).toHaveLength(32);
  const file = join(directory, "secret-key");
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(await readFile(file, "utf8")).toBe(`${base64(made!)}\n`);
  expect(await keysOf({})).toEqual([made]);
  // One that is given takes over, and what the kept one sealed still opens.
  expect(await keysOf({ PURSE_SECRET_KEY: base64(one) })).toEqual([one, made]);
});

test("a kept key that cannot be read is not replaced", async () => {
  await writeFile(join(directory, "secret-key"), "nonsense");
  await expect(keysOf({})).rejects.toThrow(BadSetting);
  expect(await readFile(join(directory, "secret-key"), "utf8")).toBe("nonsense");
});

test("PostgreSQL has those that are given, the newest first, and none by itself", async () => {
  const DATABASE_URL = "postgres://nowhere/purse";
  expect(await keysOf({ DATABASE_URL })).toEqual([]);
  const PURSE_SECRET_KEY = `${base64(one)},${base64(other)}`;
  expect(await keysOf({ DATABASE_URL, PURSE_SECRET_KEY })).toEqual([one, other]);
});

test.each([base64(one.subarray(1)), `${base64(one)},`, one.toString("hex")])(
  "a key of another form is refused, and nothing of it told: %#",
  (text) => {
    const expected = "expected base64 of 32 bytes; several with a comma between, the newest first";
    const message = new RegExp(`^PURSE_SECRET_KEY: ${expected}$`);
    expect(() => readConfig({ PURSE_SECRET_KEY: text })).toThrow(message);
  },
);
