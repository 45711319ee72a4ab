import type { Middleware } from "koa";

/** What every middleware may know of the request besides Koa's own. */
export interface RequestState {
  requestId: string;
}

export const requestId: Middleware<RequestState> = (ctx, next) => {
  // The listener has given it one.
  ctx.state.requestId = String(ctx.res.getHeader("X-Request-Id"));
  return next();
};
