import type { RetryClass } from "./registry/index.ts";

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
