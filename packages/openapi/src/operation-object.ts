import type { Contract, NamedOperation, Operation } from "@purse/contract";
import type { oas31 } from "openapi3-ts";
import { z } from "zod";
import { responsesOf } from "./responses.ts";
import type { Schemas } from "./schemas.ts";

/** One operation of the contract as OpenAPI has it. */
export function operationObject(
  named: NamedOperation,
  schemas: Schemas,
  contract: Contract,
): oas31.OperationObject {
  const { id, resource, operation } = named;
  const { summary, description, params, query } = operation;
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
      ...(operation.unsigned === true ? [] : signatureParameters(operation.body !== undefined)),
      ...(operation.method === "GET" || operation.unsigned === true
        ? []
        : [{ $ref: "#/components/parameters/IdempotencyKey" }]),
    ],
    ...requestBodyOf(operation, schemas),
    responses: responsesOf(named, schemas, contract),
  };
}

function signatureParameters(hasBody: boolean): oas31.ReferenceObject[] {
  const ids = ["SignatureInput", "Signature", ...(hasBody ? ["ContentDigest"] : [])];
  return ids.map((id) => ({ $ref: `#/components/parameters/${id}` }));
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

function requestBodyOf(
  { body, raw }: Operation<string>,
  schemas: Schemas,
): { requestBody?: oas31.RequestBodyObject } {
  if (body === undefined) return {};
  if (raw === true) {
    // A form without a field is no body at all.
    const content = {
      "application/x-www-form-urlencoded": { schema: { type: "object", minProperties: 1 } },
      "application/json": { schema: { type: "object" } },
    } as const;
    return { requestBody: { required: true, content } };
  }
  const content = { "application/json": { schema: schemas.of(body, "input") } };
  return { requestBody: { required: true, content } };
}
