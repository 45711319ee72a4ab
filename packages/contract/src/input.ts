import { z } from "zod";
import { absenceOf, isAbsent } from "./absence.ts";
import { type FieldError, PurseError, withoutStack } from "./error.ts";
import type { Input, Operation } from "./operation.ts";
import { reasonsOf } from "./reason.ts";
import { type ErrorKey, registry } from "./registry/index.ts";

/** The three places that a request's fields come from. */
export interface InputParts {
  readonly params?: unknown;
  readonly query?: unknown;
  readonly body?: unknown;
}
type Place = keyof InputParts;
const places = ["params", "query", "body"] as const satisfies readonly Place[];

export type InputResult<Op extends Operation<string>> =
  | { readonly ok: true; readonly input: Input<Op> }
  | { readonly ok: false; readonly error: PurseError<ErrorKey> };

interface RequiredField {
  readonly place: Place;
  readonly name: string;
  readonly key: ErrorKey;
}

/**
 * Reads and checks an operation's input. The order is fixed, the first that applies answers:
 * 1. `request_body_not_exist`: the operation has a body and the request none;
 * 2. the codes of absent fields, in the order of declaration: path, query, body;
 * 3. `param_error` with every other fault, the first one in the message.
 */
export function inputReader<Op extends Operation<string>>(
  operation: Op,
): (parts: InputParts) => InputResult<Op> {
  const schemas = schemasOf(operation);
  const required = schemas.flatMap(([place, schema]) => requiredFields(place, schema));

  return function readInput(parts) {
    if (operation.body !== undefined && parts.body === undefined) {
      return refused("request_body_not_exist");
    }
    for (const field of required) {
      if (isAbsentIn(parts[field.place], field.name)) {
        return refused(field.key, field.name, [pointTo(field.place, [field.name], "missing")]);
      }
    }
    let input = {};
    const fields: FieldError[] = [];
    for (const [place, schema] of schemas) {
      const part = parts[place] === undefined ? {} : parts[place];
      if (schema === nothing && isEmpty(part)) continue;
      const { value, issues } = read(schema, part);
      for (const issue of issues) pushFields(fields, place, issue);
      if (issues.length === 0) input = { ...input, ...value };
    }
    if (fields.length > 0) return refusedFor(fields);
    // Each part was parsed by the very schema that Input<Op> is made of.
    return { ok: true, input: input as Input<Op> };
  };
}

/** As safeParse, but without making an error, stack and all, of what is only to be answered. */
function read(schema: z.ZodObject, part: unknown) {
  const result = schema._zod.run({ value: part, issues: [] }, { async: false });
  if (result instanceof Promise) throw new z.core.$ZodAsyncError();
  const { value, issues } = result;
  return { value: issues.length === 0 ? Object(value) : {}, issues };
}

function isEmpty(part: unknown): boolean {
  if (typeof part !== "object" || part === null || Array.isArray(part)) return false;
  return Object.keys(part).length === 0;
}

/** The keys that an operation's input can be refused with, for whoever documents it. */
export function inputErrors(operation: Operation<string>): ErrorKey[] {
  const schemas = schemasOf(operation);
  const keys = schemas.flatMap(([place, schema]) =>
    requiredFields(place, schema).map((field) => field.key),
  );
  if (operation.body !== undefined) keys.unshift("request_body_not_exist");
  return [...new Set<ErrorKey>([...keys, "param_error"])];
}

/** Sorts the fields of one flat object to the places where the operation declares them. */
export function partsOf(operation: Operation<string>, flat: unknown): InputParts {
  if (flat === undefined) return {};
  if (typeof flat !== "object" || flat === null || Array.isArray(flat)) return { body: flat };
  const parts: Record<Place, Record<string, unknown>> = { params: {}, query: {}, body: {} };
  const rest: Place = operation.body !== undefined ? "body" : "query";
  for (const [name, value] of Object.entries(flat)) {
    const place = places.find((each) => fieldsOf(operation[each]).includes(name)) ?? rest;
    if (name === "__proto__") keepProto(parts[place], value);
    else parts[place][name] = value;
  }
  return parts;
}

/** A field called __proto__ must stay a field, to be refused by name. */
function keepProto(part: Record<string, unknown>, value: unknown): void {
  Object.defineProperty(part, "__proto__", {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

// A query or body that is not declared is still read, so that what it holds is refused by name.
const nothing = z.strictObject({});

function schemasOf(operation: Operation<string>): [Place, z.ZodObject][] {
  const { params = nothing, query = nothing, body = nothing } = operation;
  return [
    ["params", params],
    ["query", query],
    ["body", body],
  ];
}

function fieldsOf(schema: z.ZodObject | undefined): string[] {
  return schema === undefined ? [] : Object.keys(schema.shape);
}

function requiredFields(place: Place, schema: z.ZodObject): RequiredField[] {
  return Object.entries(schema.shape).flatMap(([name, field]) => {
    const key = absenceOf(field as z.ZodType);
    return key === undefined ? [] : [{ place, name, key }];
  });
}

function isAbsentIn(part: unknown, name: string): boolean {
  if (part === undefined) return true;
  // A part that is no object is a fault of another kind: step 3 names it.
  if (typeof part !== "object" || part === null || Array.isArray(part)) return false;
  return !Object.hasOwn(part, name) || isAbsent(Reflect.get(part, name));
}

function refused(
  key: ErrorKey,
  detail?: string,
  fields: readonly FieldError[] = [],
): { ok: false; error: PurseError<ErrorKey> } {
  const error = withoutStack(() => new PurseError(registry.get(key), detail, { fields }));
  return { ok: false, error };
}

function pushFields(fields: FieldError[], place: Place, raw: z.core.$ZodRawIssue): void {
  const issue = z.core.util.finalizeIssue(raw, undefined, z.core.config());
  for (const { path, reason } of reasonsOf(issue)) fields.push(pointTo(place, path, reason));
}

function refusedFor(fields: readonly FieldError[]) {
  const [first] = fields;
  // Behind the place, `/body/` of `/body/payer/name`.
  const start = first === undefined ? -1 : first.pointer.indexOf("/", 1);
  const name =
    first === undefined || start === -1 ? "" : first.pointer.slice(start + 1).replaceAll("/", ".");
  const detail = name === "" ? first?.reason : `${name}: ${first?.reason}`;
  return refused("param_error", detail, fields);
}

/** `/body/amount`, escaped as RFC 6901 section 3 says. */
function pointTo(place: Place, path: readonly PropertyKey[], reason: string): FieldError {
  let pointer = `/${place}`;
  for (const part of path) {
    const name = String(part);
    // Few names have what is to be escaped, and looking costs less than replacing.
    pointer += `/${/[~/]/.test(name) ? name.replaceAll("~", "~0").replaceAll("/", "~1") : name}`;
  }
  return { pointer, reason };
}
