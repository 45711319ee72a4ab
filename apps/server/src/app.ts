import Router from "@koa/router";
import type { BoundOperation } from "@purse/core";
import { type Drain, type Load, requestTimeLimitMs } from "@purse/listener";
import Koa from "koa";
import type { Logger } from "pino";
import { admit } from "./admit.ts";
import { bind } from "./bind.ts";
import { envelope } from "./envelope.ts";
import { fail } from "./fail.ts";
import { refuseListPaths } from "./list-paths.ts";
import { addPageRoutes, type PageOptions } from "./page-routes.ts";
import { type RequestState, requestId } from "./request-id.ts";
import { timeLimit } from "./time-limit.ts";

export interface AppOptions extends PageOptions {
  readonly logger: Logger;
  /** How long a request may take, in milliseconds (10,000). */
  readonly timeLimitMs?: number;
  /** Spell the success message as the seed's example does (false). */
  readonly literalSuccess?: boolean;
}

/**
 * The REST API, its middleware in the order it runs. What can be wrong with a request is looked
 * at in this order, and the first fault answers: shutting down or overloaded, path and method, API
 * key, signature, encoding, the body's size, its digest, a nonce that came before, query, the body's
 * type and JSON, the fields as inputReader has them, and then what the handler finds.
 */
export function createApp(options: AppOptions, drain: Drain, load: Load): Koa<RequestState> {
  const { core, logger, timeLimitMs = requestTimeLimitMs, literalSuccess = false } = options;
  const router = new Router<RequestState>({ sensitive: true, strict: true });
  const listPaths = refuseListPaths(core.operations);
  for (const bound of inMatchingOrder(core.operations)) {
    bind(router, bound, { core, logger, literalSuccess });
  }
  const open = new Router<RequestState>({ sensitive: true, strict: true });
  addPageRoutes(open, options);

  const app = new Koa<RequestState>();
  app.on("error", (error) => logger.error({ err: error }, "could not answer"));
  app.use(requestId);
  app.use(envelope(logger));
  app.use(open.routes());
  app.use(admit(drain, load));
  app.use(timeLimit(timeLimitMs, logger));
  app.use(refuseHead);
  app.use(listPaths.emptyList);
  app.use(router.routes());
  app.use(listPaths.otherThanList);
  app.use(() => {
    throw fail("operation_not_exist");
  });
  return app;
}

/** No operation is declared for HEAD, and the router would run the GET's for it. */
const refuseHead: Koa.Middleware = (ctx, next) => {
  if (ctx.method === "HEAD") throw fail("operation_not_exist");
  return next();
};

/** Fixed words before parameters: the first route that matches is the one that runs. */
function inMatchingOrder(operations: readonly BoundOperation[]): readonly BoundOperation[] {
  return operations.toSorted((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1));
}

function sortKey({ operation }: BoundOperation): string {
  // "~" sorts behind every letter that a path's fixed words have.
  return operation.path.replaceAll(/\{\w+\}/g, "~");
}
