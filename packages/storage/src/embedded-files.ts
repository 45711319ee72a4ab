import { existsSync, type Stats } from "node:fs";
import { readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { putNewFiles } from "./new-files.ts";

/** The data directory holds something that Purse must not touch. */
export class UnusableDirectory extends Error {
  override readonly name = "UnusableDirectory";

  constructor(files: string, why: string, options?: ErrorOptions) {
    const remedy = "Nothing was changed; put a backup in its place, or name another PURSE_DATA_DIR";
    super(`${files} is not an intact database of Purse's: ${why}. ${remedy}`, options);
  }
}

/** Of the PostgreSQL that PGlite is. */
const version = "18";
const controlFileBytes = 8192;

/**
 * The database's files in a data directory. PGlite makes a new database wherever it finds no
 * PG_VERSION, on top of whatever is there: so what is there is looked at first. Throws
 * `UnusableDirectory`.
 */
export async function refuseDamaged(directory: string): Promise<string> {
  const files = join(directory, "database");
  if (!existsSync(files)) return files;
  const found = await readFile(join(files, "PG_VERSION"), "utf8").catch(() => undefined);
  if (found === undefined) throw new UnusableDirectory(files, "PG_VERSION is missing");
  if (found.trim() !== version) {
    const why = `it is of PostgreSQL ${found.trim().slice(0, 10)}, expected ${version}`;
    throw new UnusableDirectory(files, why);
  }
  const control = await stat(join(files, "global", "pg_control")).catch(
    (): Stats | undefined => undefined,
  );
  if (control?.size !== controlFileBytes) {
    throw new UnusableDirectory(files, "global/pg_control is missing or cut off");
  }
  for (const part of ["base", "pg_wal", "pg_xact"]) {
    const entries = await readdir(join(files, part)).catch(() => []);
    if (entries.length === 0) throw new UnusableDirectory(files, `${part} is missing or empty`);
  }
  return files;
}

/** Makes the files, all or none: a process that ends meanwhile leaves nothing that looks whole. */
export async function makeFiles(files: string): Promise<void> {
  const unfinished = `${files}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await putNewFiles(unfinished);
  await rename(unfinished, files);
}

/** Opens the files; what cannot be opened stays as it was. Throws `UnusableDirectory`. */
export async function openFiles<T>(files: string, open: () => Promise<T>): Promise<T> {
  const mark = join(files, "postmaster.pid");
  const marked = existsSync(mark);
  try {
    return await open();
  } catch (error) {
    if (!marked) await rm(mark, { force: true });
    throw new UnusableDirectory(files, "PostgreSQL cannot open it", { cause: error });
  }
}
