import { type ErrorKey, PurseError, registry } from "@purse/contract";

/** An error of the edge itself, before or around a handler. */
export function fail(key: ErrorKey, detail?: string): PurseError<ErrorKey> {
  return new PurseError(registry.get(key), detail);
}
