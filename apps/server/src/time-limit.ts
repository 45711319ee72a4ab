import { withTimeLimit } from "@purse/listener";
import type { Middleware } from "koa";
import type { Logger } from "pino";
import type { RequestState } from "./request-id.ts";

/** Answers `request_time_out` when what follows takes longer. */
export function timeLimit(limitMs: number, logger: Logger): Middleware<RequestState> {
  return (ctx, next) =>
    withTimeLimit(next, limitMs, (error) =>
      logger.error({ err: error, request_id: ctx.state.requestId }, "unforeseen, too late"),
    );
}
