import type { z } from "zod";
import type { ErrorKey } from "./registry/index.ts";

export type Method = "GET" | "POST" | "PUT";

/**
 * One thing that Purse does, declared once. The Koa route, the tRPC procedure, the OpenAPI
 * operation and the type of its handler are all read from this value. `Key` is what it may fail
 * with: Purse's own codes, or those of a contract that extends it.
 */
export interface Operation<Key extends string = ErrorKey> {
  readonly method: Method;
  /** `/v1/charges/{id}`; each `{name}` is a field of `params`. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  /** The schema of the envelope's `data`. */
  readonly output: z.ZodType;
  /** The keys that its handler may fail with; the edge's own are not repeated here. */
  readonly errors: readonly Key[];
  /** Open to callers without an API key. */
  readonly unsigned?: true;
  /**
   * Called in another protocol: over HTTP the fields of its body are `headers` and `body` as they
   * came, and its output, `{content_type, body}`, is the whole answer.
   */
  readonly raw?: true;
}

/** Operations by resource and verb: `api.charges.create`. */
export type Api<Key extends string = ErrorKey> = Readonly<
  Record<string, Readonly<Record<string, Operation<Key>>>>
>;

type Part<Op extends Operation<string>, Name extends "params" | "query" | "body"> = Op extends {
  readonly [key in Name]: infer Schema extends z.ZodType;
}
  ? z.output<Schema>
  : unknown;
type PartInput<
  Op extends Operation<string>,
  Name extends "params" | "query" | "body",
> = Op extends {
  readonly [key in Name]: infer Schema extends z.ZodType;
}
  ? z.input<Schema>
  : unknown;
type Flat<T> = { [Key in keyof T]: T[Key] };

/** What a handler receives: the fields of path, query and body in one object. */
export type Input<Op extends Operation<string>> = Flat<
  Part<Op, "params"> & Part<Op, "query"> & Part<Op, "body">
>;

/** What a caller gives: as `Input`, but fields with a default may be left out. */
export type CallInput<Op extends Operation<string>> = Flat<
  PartInput<Op, "params"> & PartInput<Op, "query"> & PartInput<Op, "body">
>;

/** What a handler answers, the envelope's `data`. */
export type Output<Op extends Operation<string>> = z.output<Op["output"]>;

/** The keys that an operation's handler may fail with. */
export type Failures<Op extends Operation<string>> = Op["errors"][number];

/** An operation with its names: the resource and the verb under which the API has it. */
export interface NamedOperation {
  readonly resource: string;
  readonly verb: string;
  /** `charges.create`: the tRPC path and the OpenAPI operationId. */
  readonly id: string;
  readonly operation: Operation<string>;
}

/** All operations of an API, in the order of their declaration. */
export function operationsOf(api: Api<string>): NamedOperation[] {
  return Object.entries(api).flatMap(([resource, operations]) =>
    Object.entries(operations).map(([verb, operation]) => ({
      resource,
      verb,
      id: `${resource}.${verb}`,
      operation,
    })),
  );
}
