import { type ErrorKey, type FieldError, PurseError, registry } from "@purse/contract";

/** The key of a registered failure that was thrown; undefined of anything else. */
export function keyOf(error: unknown): ErrorKey | undefined {
  return error instanceof PurseError && registry.has(error.key) ? error.key : undefined;
}

/** Makes the error that a scope hands out. Use-cases get it by `scope.fail` alone. */
export function fail(
  key: ErrorKey,
  detail?: string,
  fields?: readonly FieldError[],
): PurseError<ErrorKey> {
  return new PurseError(registry.get(key), detail, fields === undefined ? {} : { fields });
}
