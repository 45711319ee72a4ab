import { exchangeOf, withTimeLimit } from "@purse/listener";
import type { Middleware } from "koa";
import type { Logger } from "pino";

/** Answers `request_time_out` when what follows takes longer. */
export function timeLimit(limitMs: number, logger: Logger): Middleware {
  return ({ req }, next) =>
    withTimeLimit(next, limitMs, (error) =>
      logger.error({ err: error, request_id: exchangeOf(req).requestId }, "unforeseen, too late"),
    );
}
