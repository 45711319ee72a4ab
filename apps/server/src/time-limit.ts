import { PurseError } from "@purse/contract";
import type { Middleware } from "koa";
import type { Logger } from "pino";
import { fail } from "./fail.ts";
import type { RequestState } from "./request-id.ts";

/** Answers `request_time_out` when what follows takes longer; its late answer is dropped. */
export function timeLimit(limitMs: number, logger: Logger): Middleware<RequestState> {
  return (ctx, next) =>
    new Promise((resolve, reject) => {
      let late = false;
      const timer = setTimeout(() => {
        late = true;
        reject(fail("request_time_out"));
      }, limitMs);
      next()
        .then(resolve, (error: unknown) => {
          // Nobody hears a rejection behind the first: a fault of ours must not vanish with it.
          if (late && !(error instanceof PurseError)) {
            logger.error({ err: error, request_id: ctx.state.requestId }, "unforeseen, too late");
          }
          reject(error);
        })
        .finally(() => clearTimeout(timer));
    });
}
