import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { BadSetting, type Config, readSecretKeys } from "./config.ts";

/**
 * The keys that secrets at rest are sealed with, the one in use first. Beside the embedded database
 * one is made and kept, for this user's eyes alone; its directory must be open, and so locked.
 */
export async function secretKeys({
  PURSE_SECRET_KEY: given,
  DATABASE_URL,
  PURSE_DATA_DIR,
}: Pick<Config, "PURSE_SECRET_KEY" | "DATABASE_URL" | "PURSE_DATA_DIR">): Promise<Buffer[]> {
  if (DATABASE_URL !== undefined) return given;
  const file = join(PURSE_DATA_DIR, "secret-key");
  const kept = await readKept(file);
  if (kept.length > 0 || given.length > 0) return [...given, ...kept];
  const key = randomBytes(32);
  await writeFile(file, `${key.toString("base64")}\n`, { mode: 0o600, flag: "wx" });
  return [key];
}

async function readKept(file: string): Promise<Buffer[]> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if (Reflect.get(Object(error), "code") === "ENOENT") return [];
    throw error;
  }
  const keys = readSecretKeys(text.trim());
  // Another one in its place would lose whatever it has sealed.
  if (keys === undefined) throw new BadSetting(`${file}: expected base64 of 32 bytes`);
  return keys;
}
