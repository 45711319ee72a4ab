import { type Api, type Contract, type NamedOperation, purse } from "@purse/contract";
import type { Handlers } from "./handler.ts";
import { handlers } from "./handlers.ts";

/** A contract, and who carries out each of its operations. */
export interface Service {
  readonly contract: Contract;
  readonly handlerOf: (named: NamedOperation) => UntypedHandler;
}

/** A handler whose types were checked where the table of handlers was written. */
type UntypedHandler = (scope: unknown, input: unknown) => Promise<unknown>;

/** Joins a contract to its handlers: a missing one, a surplus one or an undeclared failure won't compile. */
export function serviceOf<Key extends string, A extends Api<Key>>(
  contract: Contract<Key, A>,
  handlers: Handlers<A>,
): Service {
  return {
    contract,
    // Handlers<A> has been checked to hold this operation's handler under these very names.
    handlerOf: ({ resource, verb }) => handlers[resource]?.[verb] as unknown as UntypedHandler,
  };
}

/** Purse itself, without anything of a user's. */
export const purseService = serviceOf(purse, handlers);
