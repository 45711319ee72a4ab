import { type ErrorKey, type FieldError, PurseError, registry } from "@purse/contract";

/** Makes the error that a scope hands out. Use-cases get it by `scope.fail` alone. */
export function fail(
  key: ErrorKey,
  detail?: string,
  fields?: readonly FieldError[],
): PurseError<ErrorKey> {
  return new PurseError(registry.get(key), detail, fields === undefined ? {} : { fields });
}
