import { exchangeOf } from "@purse/listener";
import type { Context, Middleware } from "koa";
import { answer } from "./envelope.ts";
import { fail } from "./fail.ts";

/** Answers `request_time_out` when what follows takes longer; what it brings then is dropped. */
export function timeLimit(limitMs: number): Middleware {
  return (ctx, next) => {
    const timer = setTimeout(answerLate, limitMs, ctx);
    exchangeOf(ctx.req).endings.push(() => clearTimeout(timer));
    return next();
  };
}

function answerLate(ctx: Context): void {
  answer(ctx, { ok: false, error: fail("request_time_out") });
}
