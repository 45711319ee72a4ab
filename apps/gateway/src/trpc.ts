import type { RegistryErrorData } from "@purse/contract";
import { PurseError, registry } from "@purse/contract";
import { beginCall } from "@purse/listener";
import { initTRPC } from "@trpc/server";
import type { GatewayContext } from "./context.ts";
import { failureOf, trpcError } from "./failure.ts";

/** tRPC with our context and with the registry in every error. */
export const trpc = initTRPC.context<GatewayContext>().create({
  isDev: false,
  errorFormatter({ shape, error }) {
    const failure = failureOf(error);
    const { code, name, httpStatus, retry, key } = failure.entry;
    if (!registry.has(key)) throw new TypeError(`${key} is not in the registry`);
    const data: RegistryErrorData = { code, key, name, httpStatus, retry };
    return {
      code: shape.code,
      message: failure.message,
      data: { code: shape.data.code, httpStatus, path: shape.data.path, registry: data },
    };
  },
});

/**
 * What every procedure is made of: its calls are noted, under its own name and code, and a
 * viewer's token changes nothing anywhere.
 */
export const procedure = trpc.procedure
  .use(async ({ ctx, path, next }) => {
    const call = beginCall(ctx.request, path);
    const result = await next({ ctx: { ...ctx, call } });
    call.end(result.ok ? 0 : failureOf(result.error).code);
    return result;
  })
  .use(({ ctx, type, next }) => {
    if (type !== "mutation" || ctx.role === "operator") return next();
    const detail = "operator token: a viewer's may only look";
    throw trpcError(new PurseError(registry.get("api_key_invalid"), detail));
  });
