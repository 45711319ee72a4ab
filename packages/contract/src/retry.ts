import type { RegistryEntry, RetryClass } from "./registry/index.ts";

/** Every retry class, for schemas. */
export const retryClasses = [
  "never",
  "fix_request",
  "wait",
  "new_order_no",
  "manual",
  "query_first",
  "same_order_no",
  "same_request",
] as const satisfies readonly RetryClass[];

/**
 * Whether the very same request may succeed a moment later. Answers with such a code say when
 * to try, in `Retry-After`.
 */
export function isRepeatable({
  httpStatus,
  retry,
}: Pick<RegistryEntry, "httpStatus" | "retry">): boolean {
  if (httpStatus === 503) return true;
  const same = retry === "same_request" || retry === "same_order_no";
  return same && (httpStatus === 504 || httpStatus === 403);
}
