import { isDeepStrictEqual } from "node:util";
import type { RegistryEntry, RetiredCode } from "@purse/contract";

/** All that a release promises of the codes. */
export interface ReleasedCodes {
  readonly entries: readonly Pick<RegistryEntry, "code" | (typeof constants)[number]>[];
  readonly retired: readonly RetiredCode[];
}

/** What a code is to whoever branches on it. Cause and remedy are advice, and may be put better. */
const constants = [
  "key",
  "name",
  "httpStatus",
  "retry",
  "origin",
  "description",
] as const satisfies readonly (keyof RegistryEntry)[];

/** How the codes break what a release promised; nothing when they keep it. */
export function brokenPromises(released: ReleasedCodes, now: ReleasedCodes): string[] {
  return [
    ...released.entries.flatMap((entry) => brokenPromisesOf(entry, now)),
    ...released.retired
      .filter((old) => !now.retired.some((each) => isDeepStrictEqual(each, old)))
      .map(({ code }) => `${code}: its retirement is not as it was released`),
    ...now.retired.flatMap((gone) => takenAgain(gone, now)),
  ];
}

function brokenPromisesOf(old: ReleasedCodes["entries"][number], now: ReleasedCodes): string[] {
  const entry = now.entries.find(({ code }) => code === old.code);
  if (entry !== undefined) {
    return constants
      .filter((field) => !isDeepStrictEqual(entry[field], old[field]))
      .map((field) => `${old.code}: ${field} is not as it was released`);
  }
  const gone = now.retired.find(({ code, key }) => code === old.code && key === old.key);
  if (gone === undefined) return [`${old.code}: neither answered nor among the retired`];
  return gone.note.trim() === "" ? [`${old.code}: retired without a note`] : [];
}

function takenAgain(gone: RetiredCode, { entries }: ReleasedCodes): string[] {
  const taken = entries.some(({ code, key }) => code === gone.code || key === gone.key);
  return taken ? [`${gone.code}: retired, and its number or key is taken again`] : [];
}
