import type { ErrorKey, RegistryErrorData } from "@purse/contract";
import { PurseError, registry } from "@purse/contract";
import { beginCall } from "@purse/listener";
import { initTRPC, type TRPCError } from "@trpc/server";
import type { TRPCErrorShape } from "@trpc/server/rpc";
import type { GatewayContext } from "./context.ts";
import { failureOf, trpcError } from "./failure.ts";

/** A failed answer; its key is one of the codes of the contract that the gateway serves. */
export interface FailureShape<Key extends string = ErrorKey> {
  readonly code: TRPCErrorShape["code"];
  readonly message: string;
  readonly data: {
    readonly code: TRPCError["code"];
    readonly httpStatus: number;
    readonly path: string | undefined;
    readonly registry: RegistryErrorData<Key>;
  };
}

/** tRPC with our context and with the registry in every error. */
export const trpc = initTRPC.context<GatewayContext>().create({
  isDev: false,
  errorFormatter({ shape, error }): FailureShape {
    const failure = failureOf(error);
    const { code, name, httpStatus, retry } = failure.entry;
    // The operator's procedures fail with Purse's own codes. Those of a contract that extends it may
    // fail with others, which GatewayRouterOf has in the types that their clients read.
    const key = failure.key as ErrorKey;
    return {
      code: shape.code,
      message: failure.message,
      data: {
        code: error.code,
        httpStatus,
        path: shape.data.path,
        registry: { code, key, name, httpStatus, retry },
      },
    };
  },
});

/**
 * What every procedure is made of: its calls are noted, under its own name and code, and a
 * viewer's token changes nothing anywhere. In one step: for each, tRPC copies all that it knows.
 */
export const procedure = trpc.procedure.use(async ({ ctx, path, type, next }) => {
  const call = beginCall(ctx.request, path);
  if (type === "mutation" && ctx.role !== "operator") {
    const detail = "operator token: a viewer's may only look";
    const refusal = new PurseError(registry.get("api_key_invalid"), detail);
    call.end(refusal.code);
    throw trpcError(refusal);
  }
  const result = await next({ ctx: { call } });
  call.end(result.ok ? 0 : failureOf(result.error).code);
  return result;
});
