import {
  api,
  type CallInput,
  type Operation,
  type Output,
  type Page,
  type PurseApi,
} from "@purse/contract";
import { type Caller, type CallOptions, type ClientOptions, caller } from "./call.ts";
import { allOf, isPaged } from "./list-all.ts";

type Fields<Op extends Operation> = CallInput<Op>;

/** One operation: resolves with the envelope's data, rejects with AnswerError or NoAnswerError. */
type Method<Op extends Operation> =
  Partial<Fields<Op>> extends Fields<Op>
    ? (input?: Fields<Op>, options?: CallOptions) => Promise<Output<Op>>
    : (input: Fields<Op>, options?: CallOptions) => Promise<Output<Op>>;

type Operations = Readonly<Record<string, Operation>>;
type Methods<Ops extends Operations> = {
  readonly [Verb in keyof Ops as Ops[Verb] extends { raw: true } ? never : Verb]: Method<Ops[Verb]>;
};

/** All rows of a list, page after page as they are asked for; `count` rows a page, 100 unless said. */
type ListAll<Op extends Operation, Item> = (
  input: Omit<Fields<Op>, "page" | "count"> & { readonly count?: number },
  options?: CallOptions,
) => AsyncGenerator<Item, void, undefined>;
type Listing<Ops extends Operations> = Ops extends { readonly list: infer List extends Operation }
  ? Output<List> extends Page<infer Item>
    ? { readonly listAll: ListAll<List, Item> }
    : unknown
  : unknown;

/** Every operation of the contract, by resource and verb: `client.charges.create(…)`. */
export type Client = {
  readonly [Resource in keyof PurseApi as keyof Methods<PurseApi[Resource]> extends never
    ? never
    : Resource]: Methods<PurseApi[Resource]> & Listing<PurseApi[Resource]>;
};

/** A client of one server, with the key of one merchant. */
export function createClient(options: ClientOptions): Client {
  const call = caller(options);
  const resources = Object.entries(api).map(([name, operations]) => [
    name,
    methodsOf(operations, call),
  ]);
  // Each method was made of the operation that its type is made of.
  return Object.fromEntries(resources) as Client;
}

function methodsOf(operations: Operations, call: Caller): Record<string, unknown> {
  const methods: Record<string, unknown> = {};
  for (const [verb, operation] of Object.entries(operations)) {
    if (operation.raw === true) continue;
    methods[verb] = (input: unknown, options?: CallOptions) => call(operation, input, options);
    if (verb === "list" && isPaged(operation)) methods.listAll = allOf(operation, call);
  }
  return methods;
}
