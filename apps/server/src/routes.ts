import Router from "@koa/router";
import type { Operation } from "@purse/contract";
import type { Middleware } from "koa";
import type { Route } from "./bind.ts";

export interface OperationRoute {
  readonly operation: Operation<string>;
  readonly route: Route;
}

/**
 * Fixed paths, found at once: the router would try the patterns of all routes on each request, and
 * whatever moves money has a fixed path.
 */
export function fixedRoutes(routes: readonly OperationRoute[]): Middleware {
  const byMethod = new Map<string, Map<string, Route>>();
  for (const { operation, route } of routes) {
    if (operation.path.includes("{")) continue;
    const byPath = byMethod.get(operation.method) ?? new Map<string, Route>();
    byMethod.set(operation.method, byPath.set(operation.path, route));
  }
  return (ctx, next) => {
    const { method = "", url = "" } = ctx.req;
    // Without a query the target is the path, which Koa would take apart.
    const route = byMethod.get(method)?.get(url.includes("?") ? ctx.path : url);
    return route === undefined ? next() : route(ctx, noParams);
  };
}

const noParams = {};

/** Paths with parameters. */
export function patternRoutes(routes: readonly OperationRoute[]): ReturnType<Router["routes"]> {
  const router = new Router({ sensitive: true, strict: true });
  for (const { operation, route } of inMatchingOrder(routes)) {
    const path = operation.path.replaceAll(/\{(\w+)\}/g, ":$1");
    router.register(path, [operation.method.toLowerCase()], (ctx) => route(ctx, ctx.params));
  }
  return router.routes();
}

/** Fixed words before parameters: the first route that matches is the one that runs. */
function inMatchingOrder(routes: readonly OperationRoute[]): readonly OperationRoute[] {
  return routes
    .filter(({ operation }) => operation.path.includes("{"))
    .toSorted((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
}

function sortKey({ operation }: OperationRoute): string {
  // "~" sorts behind every letter that a path's fixed words have.
  return operation.path.replaceAll(/\{\w+\}/g, "~");
}
