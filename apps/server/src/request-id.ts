import { randomUUID } from "node:crypto";
import type { Middleware } from "koa";

/** What every middleware may know of the request besides Koa's own. */
export interface RequestState {
  /** The caller's X-Request-Id when it is well-formed, or one of ours; on every answer. */
  requestId: string;
}

const wellFormed = /^[A-Za-z0-9._-]{1,128}$/;

export const requestId: Middleware<RequestState> = (ctx, next) => {
  const given = ctx.req.headers["x-request-id"];
  const id = typeof given === "string" && wellFormed.test(given) ? given : randomUUID();
  ctx.state.requestId = id;
  ctx.res.setHeader("X-Request-Id", id);
  return next();
};
