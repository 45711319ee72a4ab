import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Another process has the embedded database open. */
export class DirectoryInUse extends Error {
  override readonly name = "DirectoryInUse";
}

/**
 * Takes the directory for this process alone and returns what gives it back. Two processes on
 * one embedded database would lose committed rows without an error. The lock is the kernel's, by
 * way of SQLite's own: it ends with the process, even by SIGKILL, and no stale file can stay.
 */
export function lockDirectory(directory: string): () => void {
  const file = join(directory, "lock");
  const lock = new DatabaseSync(file, { timeout: 0 });
  try {
    lock.exec("pragma locking_mode = exclusive; begin exclusive");
  } catch (error) {
    lock.close();
    throw new DirectoryInUse(`${directory} is in use by another process`, { cause: error });
  }
  return () => lock.close();
}
