import { type Drain, exchangeOf, type Load } from "@purse/listener";
import type { Middleware } from "koa";
import type { Logger } from "pino";
import { answer } from "./envelope.ts";
import { fail } from "./fail.ts";

/** How often the log hears of requests that are turned away, in milliseconds. */
const toldEveryMs = 1000;

/** Refuses new work while draining or overloaded, before anything is read. */
export function admit(drain: Drain, load: Load, logger: Logger): Middleware {
  const tell = tellNowAndThen(logger);
  return (ctx, next) => {
    const exchange = exchangeOf(ctx.req);
    const overload = drain.draining ? undefined : load.refuse();
    if (overload !== undefined) {
      // The less it costs to refuse, the more can be done of the rest.
      exchange.isTurnedAway = true;
      tell(overload);
    }
    // Also of an answer that was cut off: a request weighs until its connection is done with it.
    exchange.endings.push(load.enter());
    const refusal = drain.draining ? "shutting down" : overload;
    if (refusal === undefined) return next();
    answer(ctx, { ok: false, error: fail("service_unavailable", refusal) });
  };
}

function tellNowAndThen(logger: Logger): (why: string) => void {
  let [refused, toldAt] = [0, Number.NEGATIVE_INFINITY];
  return (why) => {
    refused += 1;
    if (performance.now() - toldAt < toldEveryMs) return;
    logger.warn({ refused }, why);
    [refused, toldAt] = [0, performance.now()];
  };
}
