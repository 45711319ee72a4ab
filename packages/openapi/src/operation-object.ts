import type { NamedOperation } from "@purse/contract";
import type { oas31 } from "openapi3-ts";
import { z } from "zod";
import { responsesOf } from "./responses.ts";
import type { Schemas } from "./schemas.ts";

/** One operation of the contract as OpenAPI has it. */
export function operationObject(
  { id, resource, operation }: NamedOperation,
  schemas: Schemas,
): oas31.OperationObject {
  const { summary, description, params, query, body } = operation;
  return {
    operationId: id,
    tags: [resource],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(operation.unsigned === true ? { security: [] } : {}),
    parameters: [
      ...parameters(params, "path", schemas),
      ...parameters(query, "query", schemas),
      { $ref: "#/components/parameters/RequestId" },
      ...(operation.method === "GET" ? [] : [{ $ref: "#/components/parameters/IdempotencyKey" }]),
    ],
    ...(body === undefined ? {} : { requestBody: requestBody(body, schemas) }),
    responses: responsesOf(operation, schemas),
  };
}

function parameters(
  schema: z.ZodObject | undefined,
  place: "path" | "query",
  schemas: Schemas,
): oas31.ParameterObject[] {
  return Object.entries(schema?.shape ?? {}).map(([name, field]) => {
    if (!(field instanceof z.ZodType)) throw new TypeError(`${name} is no schema`);
    return {
      name,
      in: place,
      required: place === "path" || !field.safeParse(undefined).success,
      schema: schemas.of(field, "input"),
    };
  });
}

function requestBody(body: z.ZodObject, schemas: Schemas): oas31.RequestBodyObject {
  return {
    required: true,
    content: { "application/json": { schema: schemas.of(body, "input") } },
  };
}
