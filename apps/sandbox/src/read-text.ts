import type { Context } from "koa";
import getRawBody from "raw-body";

/** The most bytes of a request's body. */
const limit = 262_144;

/** A request's body as text. */
export function readText(ctx: Context): Promise<string> {
  return getRawBody(ctx.req, { limit, encoding: "utf-8" });
}
