import type { RegistryEntry } from "./registry/index.ts";

/** The codes that a text names, by number or by key, or else all whose texts have each of its words. */
export function searchCodes(
  codes: readonly RegistryEntry[],
  text: string,
): readonly RegistryEntry[] {
  const named = codes.filter(({ code, key }) => String(code) === text || key === text);
  if (named.length > 0) return named;
  const words = text.toLowerCase().split(/\s+/);
  return codes.filter((entry) => {
    const all = textOf(entry);
    return words.every((word) => all.includes(word));
  });
}

function textOf(entry: RegistryEntry): string {
  const { code, key, name, httpStatus, retry, origin, description, cause, remedy, erratum } = entry;
  const texts = [description, cause, remedy, erratum].flatMap((text) => Object.values(text ?? {}));
  return [code, key, name, httpStatus, retry, origin, ...texts].join("\n").toLowerCase();
}
