import type { Operation, Result } from "@purse/contract";
import type { Caller, Core } from "@purse/core";
import type { Context } from "koa";

const nobody: Result<undefined> = { ok: true, data: undefined };

/** The caller behind the request's X-API-KEY; operations open to everyone need none. */
export async function authenticate(
  core: Core,
  operation: Operation,
  ctx: Context,
): Promise<Result<Caller | undefined>> {
  if (operation.unsigned === true) return nobody;
  return core.authenticate(ctx.get("X-API-KEY"));
}
