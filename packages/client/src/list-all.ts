import type { Operation, Page } from "@purse/contract";
import type { Caller, CallOptions } from "./call.ts";

export function isPaged({ query }: Operation): boolean {
  return query !== undefined && "page" in query.shape && "count" in query.shape;
}

/**
 * Reads a list to its end. The oldest rows come first, so that rows added meanwhile come last: the
 * end is where the newest page says that it is.
 */
export function allOf(operation: Operation, call: Caller) {
  return async function* (input: object, options?: CallOptions): AsyncGenerator<unknown, void> {
    const count = "count" in input ? input.count : 100;
    for (let number = 1; ; number += 1) {
      const answer = await call(operation, { ...input, page: number, count }, options);
      // The operation is paged, and its answer was held against its schema.
      const { items, page, count: rows, total } = answer as Page<unknown>;
      yield* items;
      if (page * rows >= total) return;
    }
  };
}
