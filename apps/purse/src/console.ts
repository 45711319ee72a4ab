import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { setPriority } from "node:os";
import { join, relative, sep } from "node:path";
import { promisify } from "node:util";
import type { Logger } from "pino";

const buildScript = join(import.meta.dirname, "..", "..", "console", "build.ts");

/** The files of the operators' console by name, undefined until they are there. */
export interface Console {
  readonly files: () => ReadonlyMap<string, Buffer> | undefined;
  /** Ends the build if it still runs. */
  readonly close: () => Promise<void>;
}

/**
 * Has the console built in a process of its own, where it has not been: whoever starts Purse waits
 * for nothing, and a machine with little to spare serves requests first.
 */
export function openConsole(logger: Logger): Console {
  let files: ReadonlyMap<string, Buffer> | undefined;
  const building = promisify(execFile)(process.execPath, [buildScript]);
  if (building.child.pid !== undefined) setPriority(building.child.pid, 10);
  const built = building.then(async ({ stdout }) => {
    files = await readFiles(stdout.trim());
  });
  let closing = false;
  built.catch((error: unknown) => {
    if (!closing) logger.error({ err: error }, "could not build the console");
  });
  return {
    files: () => files,
    async close() {
      closing = true;
      building.child.kill();
      await built.catch(() => {});
    },
  };
}

async function readFiles(directory: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(
    await Promise.all(
      paths.map(async (path) => {
        const name = relative(directory, path).replaceAll(sep, "/");
        return [name, await readFile(path)] as const;
      }),
    ),
  );
}
