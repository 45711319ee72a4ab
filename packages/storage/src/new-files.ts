import { cpSync, existsSync } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { PGlite } from "@electric-sql/pglite";

const directory = join(import.meta.dirname, "..", "dist");

/** Puts the files of a new, empty database into a directory that is not there yet. */
export async function putNewFiles(into: string): Promise<void> {
  // Where nothing can be kept beside the code, each new database takes its seconds.
  const kept = await keptNewFiles().catch(() => undefined);
  if (kept === undefined) await makeNewFiles(into);
  else cpSync(kept, into, { recursive: true });
}

/**
 * A new database's files, to copy. PGlite takes seconds to make them: they are made once for each
 * version of it, when Purse is installed or by the first who needs them.
 */
export async function keptNewFiles(): Promise<string> {
  const path = join(directory, `pglite-${await version()}`);
  if (existsSync(path)) return path;
  const making = `${path}.${process.pid}`;
  await mkdir(directory, { recursive: true });
  try {
    await makeNewFiles(making);
    // All of them or none, also where the machine fails.
    await sync(making);
    await rename(making, path);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    // Another process may have made the same in the meantime.
    if (!existsSync(path)) throw error;
  }
  return path;
}

async function version(): Promise<string> {
  const main = import.meta.resolve("@electric-sql/pglite");
  const text = await readFile(fileURLToPath(new URL("../package.json", main)), "utf8");
  return JSON.parse(text).version;
}

async function makeNewFiles(into: string): Promise<void> {
  const pglite = await PGlite.create({ dataDir: into });
  await pglite.close();
}

async function sync(path: string): Promise<void> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile())) {
    const file = await open(join(entry.parentPath, entry.name));
    await file.sync();
    await file.close();
  }
}
