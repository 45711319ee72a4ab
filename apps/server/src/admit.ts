import type { Drain, Load } from "@purse/listener";
import type { Middleware } from "koa";
import { answer } from "./envelope.ts";
import { fail } from "./fail.ts";

/** Refuses new work while draining or overloaded, before anything is read. */
export function admit(drain: Drain, load: Load): Middleware {
  return (ctx, next) => {
    const refusal = drain.draining ? "shutting down" : load.refuse();
    // Also of an answer that was cut off: a request weighs until its connection is done with it.
    ctx.res.on("close", load.enter());
    if (refusal === undefined) return next();
    answer(ctx, { ok: false, error: fail("service_unavailable", refusal) });
  };
}
