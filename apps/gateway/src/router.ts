import {
  type Api,
  type CallInput,
  type Codes,
  type Contract,
  type Operation,
  type Output,
  PurseError,
  partsOf,
  type purse,
} from "@purse/contract";
import type { BoundOperation, Caller, Core } from "@purse/core";
import { type Call, withTimeLimit } from "@purse/listener";
import type {
  TRPCBuiltRouter,
  TRPCDecorateCreateRouterOptions,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
} from "@trpc/server";
import type { GatewayContext } from "./context.ts";
import { dataOf, trpcError } from "./failure.ts";
import { operatorRouter } from "./operator.ts";
import { procedure as anyProcedure, type FailureShape, trpc } from "./trpc.ts";

interface Definition<Op extends Operation<string>> {
  readonly meta: unknown;
  // biome-ignore lint/suspicious/noConfusingVoidType: tRPC reads void as "call it with nothing".
  readonly input: keyof CallInput<Op> extends never ? void : CallInput<Op>;
  readonly output: Output<Op>;
}

type ProcedureOf<Op extends Operation<string>> = Op["method"] extends "GET"
  ? TRPCQueryProcedure<Definition<Op>>
  : TRPCMutationProcedure<Definition<Op>>;

/** A procedure for each operation: `client.charges.create.mutate({…})`. */
type ApiProcedures<A extends Api<string>> = {
  [Resource in keyof A]: { [Verb in keyof A[Resource]]: ProcedureOf<A[Resource][Verb]> };
};
type OperatorProcedures = TRPCDecorateCreateRouterOptions<{
  operator: ReturnType<typeof operatorRouter>;
}>;
type KeyOf<C extends Contract> = C["registry"] extends Codes<infer Key> ? Key : never;

/** The router of a contract's gateway, for clients: `createTRPCClient<GatewayRouterOf<typeof mine>>`. */
export type GatewayRouterOf<C extends Contract> = TRPCBuiltRouter<
  {
    ctx: GatewayContext;
    meta: object;
    errorShape: FailureShape<KeyOf<C>>;
    transformer: false;
  },
  ApiProcedures<C["api"]> & OperatorProcedures
>;
export type GatewayRouter = GatewayRouterOf<typeof purse>;
/** The router as it runs, of whatever contract. */
export type Procedures = ReturnType<typeof createRouter>;

/** Everything that REST offers, by the same handlers, and the operator's own procedures. */
export function createRouter(core: Core, limit: CallLimit) {
  return trpc.router({ ...proceduresOf(core, limit), operator: operatorRouter(core) });
}

/** How long a call of an operation may take; the operator's own may take as long as they need. */
export interface CallLimit {
  readonly timeLimitMs: number;
  readonly onLateFault: (error: unknown) => void;
}

function proceduresOf(core: Core, limit: CallLimit) {
  const byResource = Map.groupBy(core.operations, (bound) => bound.resource);
  const routers = [...byResource].map(([resource, operations]) => [
    resource,
    Object.fromEntries(operations.map((bound) => [bound.verb, procedureOf(core, bound, limit)])),
  ]);
  // Each under its resource and verb, as ApiProcedures has them for clients.
  return Object.fromEntries(routers);
}

function procedureOf(
  core: Core,
  { operation, call }: BoundOperation,
  { timeLimitMs, onLateFault }: CallLimit,
) {
  // The contract's reader checks the input, so that each field's absence has its own code.
  const procedure = anyProcedure.input((raw: unknown) => raw);
  const run = async (ctx: GatewayContext & { readonly call: Call }, input: unknown) => {
    const parts = partsOf(operation, input);
    const caller = operation.unsigned === true ? undefined : await callerOf(core, ctx);
    const result = await call(caller, parts, ctx.idempotencyKey);
    ctx.call.about(parts, result);
    return dataOf(result);
  };
  async function limited<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await withTimeLimit(work, timeLimitMs, onLateFault);
    } catch (error) {
      throw error instanceof PurseError ? trpcError(error) : error;
    }
  }
  return operation.method === "GET"
    ? procedure.query(({ ctx, input }) => limited(() => run(ctx, input)))
    : procedure.mutation(({ ctx, input }) => limited(() => run(ctx, input)));
}

async function callerOf(
  core: Core,
  { apiKey, call }: GatewayContext & { readonly call: Call },
): Promise<Caller> {
  const caller = dataOf(await core.authenticate(apiKey));
  call.by(caller);
  return caller;
}
