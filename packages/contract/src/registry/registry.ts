import type { Advice, HttpStatus, RetryClass, Row, Text } from "./row.ts";

/** Who published a code: the seed, Purse, or a user of Purse. */
export type Origin = "seed" | "purse" | "custom";

/** One code with all that is known of it. `key` is unique; `name` is what the wire says. */
export interface RegistryEntry<Key extends string = string> extends Advice {
  readonly key: Key;
  readonly code: number;
  readonly name: string;
  readonly httpStatus: HttpStatus;
  readonly retry: RetryClass;
  readonly description: Text;
  readonly origin: Origin;
}

/** What there is to know of a closed set of codes, whichever they are. */
export interface Codes<Key extends string = string> {
  readonly entries: readonly RegistryEntry<Key>[];
  readonly byCode: (code: number) => RegistryEntry<Key> | undefined;
  readonly byKey: (key: string) => RegistryEntry<Key> | undefined;
}

/** A closed set of codes whose keys are known: no other can be asked for. */
export interface Registry<Key extends string = string> extends Codes<Key> {
  readonly get: (key: Key) => RegistryEntry<Key>;
  readonly has: (key: string) => key is Key;
}

/** Codes that a publisher adds, with the range that is theirs. */
export interface Extension<Key extends string> {
  readonly origin: Origin;
  readonly range: readonly [first: number, last: number];
  readonly rows: Readonly<Record<Key, Row>>;
  readonly advice: Readonly<Record<Key, Advice>>;
}

/** Codes that users of Purse may take for their own. */
export const customRange = [300_000, 2_147_483_647] as const;

function createRegistry<Key extends string>(entries: readonly RegistryEntry<Key>[]): Registry<Key> {
  // Maps, not objects: a lookup of "constructor" must find nothing.
  const byKey = new Map<string, RegistryEntry<Key>>();
  const byCode = new Map<number, RegistryEntry<Key>>();
  for (const entry of entries) {
    if (byKey.has(entry.key)) throw new RangeError(`key ${entry.key} is registered already`);
    if (byCode.has(entry.code)) throw new RangeError(`code ${entry.code} is registered already`);
    byKey.set(entry.key, entry);
    byCode.set(entry.code, entry);
  }
  return {
    entries,
    get(key) {
      const entry = byKey.get(key);
      if (entry === undefined) throw new RangeError(`no code has the key ${key}`);
      return entry;
    },
    byCode: (code) => byCode.get(code),
    byKey: (key) => byKey.get(key),
    has: (key): key is Key => byKey.has(key),
  };
}

function entriesOf<Key extends string>(extension: Extension<Key>): RegistryEntry<Key>[] {
  const [first, last] = extension.range;
  const keys = Object.keys(extension.rows) as Key[];
  return keys.map((key) => {
    const [code, name, httpStatus, retry, zh, en] = extension.rows[key];
    if (!Number.isInteger(code) || code < first || code > last) {
      throw new RangeError(`code ${code} of ${key} lies outside ${first} … ${last}`);
    }
    const description = { zh, en };
    const { origin } = extension;
    return { key, code, name, httpStatus, retry, description, origin, ...extension.advice[key] };
  });
}

/** The registry that holds one publisher's codes alone. */
export function foundRegistry<Key extends string>(extension: Extension<Key>): Registry<Key> {
  return createRegistry(entriesOf(extension));
}

/**
 * A new registry with the base's codes and the extension's; the base stays as it is.
 * Throws a RangeError for a key or code that is taken, or a code outside the range.
 */
export function extendRegistry<Base extends string, Added extends string>(
  base: Codes<Base>,
  extension: Extension<Added>,
): Registry<Base | Added> {
  return createRegistry<Base | Added>([...base.entries, ...entriesOf(extension)]);
}
