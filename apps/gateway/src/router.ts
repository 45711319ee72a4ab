import {
  type CallInput,
  type Operation,
  type Output,
  type PurseApi,
  partsOf,
} from "@purse/contract";
import type { BoundOperation, Core } from "@purse/core";
import type { TRPCMutationProcedure, TRPCQueryProcedure } from "@trpc/server";
import type { GatewayContext } from "./context.ts";
import { dataOf } from "./failure.ts";
import { operatorRouter } from "./operator.ts";
import { trpc } from "./trpc.ts";

interface Definition<Op extends Operation> {
  readonly meta: unknown;
  // biome-ignore lint/suspicious/noConfusingVoidType: tRPC reads void as "call it with nothing".
  readonly input: keyof CallInput<Op> extends never ? void : CallInput<Op>;
  readonly output: Output<Op>;
}

type ProcedureOf<Op extends Operation> = Op["method"] extends "GET"
  ? TRPCQueryProcedure<Definition<Op>>
  : TRPCMutationProcedure<Definition<Op>>;

/** A procedure for each operation: `client.charges.create.mutate({…})`. */
type ApiProcedures = {
  [Resource in keyof PurseApi]: {
    [Verb in keyof PurseApi[Resource]]: PurseApi[Resource][Verb] extends Operation
      ? ProcedureOf<PurseApi[Resource][Verb]>
      : never;
  };
};

/** Everything that REST offers, by the same handlers, and the operator's own procedures. */
export function createRouter(core: Core) {
  return trpc.router({ ...proceduresOf(core), operator: operatorRouter(core) });
}
export type GatewayRouter = ReturnType<typeof createRouter>;

function proceduresOf(core: Core): ApiProcedures {
  const byResource = Map.groupBy(core.operations, (bound) => bound.resource);
  const records = [...byResource].map(([resource, operations]) => [
    resource,
    Object.fromEntries(operations.map((bound) => [bound.verb, procedureOf(core, bound)])),
  ]);
  // core.operations are PurseApi's own, each under its resource and verb, as ApiProcedures has them.
  return Object.fromEntries(records) as ApiProcedures;
}

function procedureOf(core: Core, { operation, call }: BoundOperation) {
  // The contract's reader checks the input, so that each field's absence has its own code.
  const procedure = trpc.procedure.input((raw: unknown) => raw);
  const run = async ({ apiKey, idempotencyKey }: GatewayContext, input: unknown) => {
    const parts = partsOf(operation, input);
    if (operation.unsigned === true) return dataOf(await call(undefined, parts));
    return dataOf(await call(dataOf(await core.authenticate(apiKey)), parts, idempotencyKey));
  };
  return operation.method === "GET"
    ? procedure.query(({ ctx, input }) => run(ctx, input))
    : procedure.mutation(({ ctx, input }) => run(ctx, input));
}
