import {
  type Api,
  type Contract,
  failure,
  isRepeatable,
  keysOf,
  type NamedOperation,
  type Operation,
  PurseError,
  type RegistryEntry,
} from "@purse/contract";
import type { oas31 } from "openapi3-ts";
import { linksFrom } from "./links.ts";
import { reference, type Schemas } from "./schemas.ts";

type Headers = NonNullable<oas31.ResponseObject["headers"]>;

const requestId: Headers = { "X-Request-Id": { $ref: "#/components/headers/RequestId" } };
const helpLink: Headers = { Link: { $ref: "#/components/headers/HelpLink" } };
const retryAfter: Headers = { "Retry-After": { $ref: "#/components/headers/RetryAfter" } };

/** The envelope of every failure. */
export const failureSchema: oas31.SchemaObject = {
  type: "object",
  properties: {
    code: reference("ErrorCode"),
    message: { type: "string", description: "The code's name, then `: ` and a detail if any" },
    // Not `type: "null"`, for which generators have no type.
    data: { const: null },
  },
  required: ["code", "message", "data"],
};

/** Every answer of an operation: its success, and per status exactly its codes. */
export function responsesOf(
  named: NamedOperation,
  schemas: Schemas,
  { registry, api }: Contract,
): oas31.ResponsesObject {
  const { operation } = named;
  const keys: ReadonlySet<string> = keysOf(operation, api);
  const entries = registry.entries.filter(({ key }) => keys.has(key));
  const byStatus = Map.groupBy(entries, (entry) => entry.httpStatus);
  const failures = [...byStatus]
    .sort(([one], [other]) => one - other)
    .map(([status, codes]) => [status, errorResponse(codes)]);
  return {
    200: { ...successResponse(operation, schemas), ...linksOf(named, api) },
    ...Object.fromEntries(failures),
  };
}

function successResponse(operation: Operation<string>, schemas: Schemas): oas31.ResponseObject {
  if (operation.raw === true) {
    const content = {
      "text/plain": { schema: { type: "string" } },
      "application/json": { schema: { type: "object" } },
    } as const;
    return { description: "Received, in the channel's own words", headers: requestId, content };
  }
  const data = schemas.of(operation.output, "output");
  return {
    description: "Success",
    headers: requestId,
    content: {
      "application/json": {
        schema: {
          type: "object",
          properties: { code: { const: 0 }, message: { const: "success" }, data },
          required: ["code", "message", "data"],
        },
      },
    },
  };
}

function linksOf(named: NamedOperation, api: Api<string>): Pick<oas31.ResponseObject, "links"> {
  const links = linksFrom(named, api);
  return Object.keys(links).length === 0 ? {} : { links };
}

function errorResponse(entries: readonly RegistryEntry[]): oas31.ResponseObject {
  // The header has which codes it can be. The body is one schema everywhere, so that generators make
  // one type of it, whose code is compared with named constants.
  const codes = entries.map(({ code }) => code);
  const errorCode: Headers = {
    "X-Error-Code": {
      required: true,
      description: "The body's code",
      schema: { type: "integer", enum: codes },
    },
  };
  return {
    description: entries.map(({ code, key }) => `${code} \`${key}\``).join(", "),
    headers: {
      ...requestId,
      ...errorCode,
      ...helpLink,
      ...(entries.some(isRepeatable) ? retryAfter : {}),
    },
    content: {
      "application/json": {
        schema: reference("Failure"),
        examples: Object.fromEntries(entries.map((entry) => [entry.key, example(entry)])),
      },
      "application/problem+json": { schema: reference("Problem") },
    },
  };
}

function example(entry: RegistryEntry): oas31.ExampleObject {
  return { summary: entry.description.en, value: failure(new PurseError(entry)) };
}
