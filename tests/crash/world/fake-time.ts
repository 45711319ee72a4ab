import { glob } from "node:fs/promises";

/** Debian's libfaketime, by which a process has a clock of its own; undefined where it is missing. */
export async function fakeTimeLibrary(): Promise<string | undefined> {
  for await (const file of glob("/usr/lib/*/faketime/libfaketimeMT.so.1")) return file;
  return undefined;
}
