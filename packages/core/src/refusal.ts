import type { ErrorKey, FailureReason } from "@purse/contract";
import { fail } from "./fail.ts";

/** Why something ended without effect, as the API shows it. */
export function viewFailure(
  failure: { readonly key: ErrorKey; readonly detail?: string } | null,
): FailureReason | null {
  if (failure === null) return null;
  const { code, message } = fail(failure.key, failure.detail);
  return { code, message };
}

/** Of a refusal what is kept. */
export function keptRefusal<Key>({
  key,
  detail,
}: {
  readonly key: Key;
  readonly detail?: string;
}): {
  readonly key: Key;
  readonly detail?: string;
} {
  return detail === undefined ? { key } : { key, detail };
}
