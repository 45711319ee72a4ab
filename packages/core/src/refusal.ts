import { type ErrorKey, type FailureReason, registry, wireMessage } from "@purse/contract";

/** Why something ended without effect, as the API shows it. */
export function viewFailure(
  failure: { readonly key: ErrorKey; readonly detail?: string } | null,
): FailureReason | null {
  if (failure === null) return null;
  const entry = registry.get(failure.key);
  return { code: entry.code, message: wireMessage(entry, failure.detail) };
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
