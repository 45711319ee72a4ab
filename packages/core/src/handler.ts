import type { Api, Failures, Input, Operation, Output } from "@purse/contract";
import type { OpenScope, Scope } from "./ports.ts";

type ScopeOf<Op extends Operation<string>> = Op extends { readonly unsigned: true }
  ? OpenScope<Failures<Op>>
  : Scope<Failures<Op>>;

/** What carries an operation out: it may fail only with the keys that the operation declares. */
export type Handler<Op extends Operation<string>> = (
  scope: ScopeOf<Op>,
  input: Input<Op>,
) => Promise<Output<Op>>;

/** A handler for every operation of an API, and for nothing else. */
export type Handlers<A extends Api<string>> = {
  readonly [Resource in keyof A]: {
    readonly [Verb in keyof A[Resource]]: Handler<A[Resource][Verb]>;
  };
};
