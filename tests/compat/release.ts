import { readFileSync } from "node:fs";
import { join } from "node:path";
import { registry, retired } from "@purse/contract";
import type { ReleasedCodes } from "./registry-rules.ts";

const root = join(import.meta.dirname, "..", "..");

/** The document as it is, and as it was at the last release. */
export const documents = {
  now: join(root, "openapi.yaml"),
  released: join(root, "released", "openapi.yaml"),
};
export const releasedRegistry = join(root, "released", "registry.json");

/** The codes as they are now. */
export const codesNow: ReleasedCodes = {
  entries: registry.entries.map(({ code, key, name, httpStatus, retry, origin, description }) => ({
    code,
    key,
    name,
    httpStatus,
    retry,
    origin,
    description,
  })),
  retired,
};

/** The codes as they were at the last release. */
export function codesReleased(): ReleasedCodes {
  return JSON.parse(readFileSync(releasedRegistry, "utf8"));
}

/** Whether a version may break what another promised: a new major one, below 1.0 a new minor one. */
export function mayBreak(released: string, now: string): boolean {
  const [major = 0, minor = 0] = released.split(".").map(Number);
  const [majorNow = 0, minorNow = 0] = now.split(".").map(Number);
  return majorNow > major || (majorNow === 0 && major === 0 && minorNow > minor);
}

export function versionOf(document: string): string {
  const [, version] = /^ {2}version: (\d+\.\d+\.\d+)$/m.exec(document) ?? [];
  if (version === undefined) throw new Error("the document has no version");
  return version;
}
