import { type Drain, type Load, requestTimeLimitMs } from "@purse/listener";
import Koa from "koa";
import type { Logger } from "pino";
import { admit } from "./admit.ts";
import { bind } from "./bind.ts";
import { envelope } from "./envelope.ts";
import { fail } from "./fail.ts";
import { refuseListPaths } from "./list-paths.ts";
import { type PageOptions, pageRoutes } from "./page-routes.ts";
import { fixedRoutes, patternRoutes } from "./routes.ts";
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
export function createApp(options: AppOptions, drain: Drain, load: Load): Koa {
  const { core, logger, timeLimitMs = requestTimeLimitMs, literalSuccess = false } = options;
  const listPaths = refuseListPaths(core.operations);
  const routes = core.operations.map((bound) => ({
    operation: bound.operation,
    route: bind(bound, { core, logger, literalSuccess }),
  }));
  const app = new Koa();
  app.on("error", (error) => logger.error({ err: error }, "could not answer"));
  app.use(envelope(logger));
  app.use(pageRoutes(options));
  app.use(admit(drain, load, logger));
  app.use(timeLimit(timeLimitMs));
  app.use(fixedRoutes(routes));
  app.use(refuseHead);
  app.use(listPaths.emptyList);
  app.use(patternRoutes(routes));
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
