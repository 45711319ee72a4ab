import {
  type Codes,
  type ErrorKey,
  type FieldError,
  PurseError,
  type RegistryEntry,
  registry,
} from "@purse/contract";

/** The key of a registered failure that was thrown; undefined of anything else. */
export function keyOf(error: unknown): ErrorKey | undefined {
  return error instanceof PurseError && registry.has(error.key) ? error.key : undefined;
}

/** Makes the errors that a scope hands out. Use-cases get it by `scope.fail` alone. */
export function failBy(codes: Codes) {
  return (key: string, detail?: string, fields?: readonly FieldError[]): PurseError => {
    const entry = codes.byKey(key);
    if (entry === undefined) throw new RangeError(`no code has the key ${key}`);
    return errorOf(entry, detail, fields);
  };
}

/** An error of core itself, around a use-case. */
export function fail(
  key: ErrorKey,
  detail?: string,
  fields?: readonly FieldError[],
): PurseError<ErrorKey> {
  return errorOf(registry.get(key), detail, fields);
}

function errorOf<Key extends string>(
  entry: RegistryEntry<Key>,
  detail: string | undefined,
  fields: readonly FieldError[] | undefined,
): PurseError<Key> {
  return new PurseError(entry, detail, fields === undefined ? {} : { fields });
}
