import type { Drain } from "@purse/listener";
import type { Middleware } from "koa";
import { fail } from "./fail.ts";

/** Refuses new work while draining, and has every connection end with the answer it waits for. */
export function refuseWhileDraining(drain: Drain): Middleware {
  return async (ctx, next) => {
    try {
      if (drain.draining) throw fail("service_unavailable", "shutting down");
      await next();
    } finally {
      if (drain.draining) ctx.res.setHeader("Connection", "close");
    }
  };
}
