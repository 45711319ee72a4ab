import type { Drain, Load } from "@purse/listener";
import type { Middleware } from "koa";
import { fail } from "./fail.ts";

/**
 * Refuses new work while draining or overloaded, before anything is read; while draining, has every
 * connection end with the answer that it waits for.
 */
export function admit(drain: Drain, load: Load): Middleware {
  return async (ctx, next) => {
    const refusal = drain.draining ? "shutting down" : load.refuse();
    const leave = load.enter();
    // Also of an answer that was cut off: a request weighs until its connection is done with it.
    ctx.res.once("close", leave);
    try {
      if (refusal !== undefined) throw fail("service_unavailable", refusal);
      await next();
    } finally {
      if (drain.draining) ctx.res.setHeader("Connection", "close");
    }
  };
}
