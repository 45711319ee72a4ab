import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Where PostgreSQL's programs are: Debian keeps them apart for each version. */
export async function binaries(): Promise<string> {
  const debian = "/usr/lib/postgresql";
  if (!existsSync(debian)) {
    return (await run("pg_config", ["--bindir"])).stdout.trim();
  }
  const versions = (await readdir(debian)).map(Number).toSorted((one, other) => other - one);
  return join(debian, String(versions[0]), "bin");
}
