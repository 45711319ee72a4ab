import { listedCollections } from "@purse/contract";
import type { BoundOperation } from "@purse/core";
import type { Middleware } from "koa";
import { fail } from "./fail.ts";

/**
 * The seed's two codes for a list's path gone wrong, GET /v1/<collection>/list/<wallet_id>:
 * another word than `list` before the wallet, or nothing behind it.
 */
export function refuseListPaths(operations: readonly BoundOperation[]): {
  /** Before the routes: `/list` alone would pass for an id. */
  readonly emptyList: Middleware;
  /** Behind the routes, for what none of them took. */
  readonly otherThanList: Middleware;
} {
  const collections = listedCollections(operations.map(({ operation }) => operation));
  return {
    emptyList(ctx, next) {
      const [, collection] = /^(\/v1\/[^/]+)\/list\/?$/.exec(ctx.path) ?? [];
      if (ctx.method === "GET" && collection !== undefined && collections.has(collection)) {
        throw fail("cannot_be_empty_after_the_second_slash");
      }
      return next();
    },
    otherThanList(ctx, next) {
      const [, collection] = /^(\/v1\/[^/]+)\/[^/]+\/[^/]+$/.exec(ctx.path) ?? [];
      if (ctx.method === "GET" && collection !== undefined && collections.has(collection)) {
        throw fail("should_be_list_after_the_first_slash");
      }
      return next();
    },
  };
}
