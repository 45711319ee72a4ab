import { requestIdOf } from "@purse/listener";
import type { Middleware } from "koa";

/** What every middleware may know of the request besides Koa's own. */
export interface RequestState {
  requestId: string;
}

export const requestId: Middleware<RequestState> = (ctx, next) => {
  const id = requestIdOf(ctx.req);
  ctx.state.requestId = id;
  ctx.res.setHeader("X-Request-Id", id);
  return next();
};
