import { absenceOf } from "@purse/contract";
import type { oas31 } from "openapi3-ts";
import { z } from "zod";

type SchemaObject = oas31.SchemaObject;
type Schema = SchemaObject | oas31.ReferenceObject;

/** Turns zod schemas into the document's, those with an id each into one component. */
export class Schemas {
  readonly components: Record<string, SchemaObject> = {};

  /** What a request brings, or (`output`) what an answer carries. */
  of(schema: z.ZodType, io: "input" | "output"): Schema {
    // Wrapped, so that a schema with an id comes out as a reference like any other.
    const wrapped = z.toJSONSchema(z.object({ root: schema }), {
      io,
      target: "draft-2020-12",
      override: ({ zodSchema, jsonSchema }) => {
        const key = zodSchema instanceof z.ZodType ? absenceOf(zodSchema) : undefined;
        if (key !== undefined) jsonSchema["x-absent-code"] = key;
        fitForGenerators(jsonSchema, io);
      },
    });
    for (const [id, definition] of Object.entries(wrapped.$defs ?? {})) {
      this.add(id, relocated(definition));
    }
    return relocated(wrapped.properties?.root) as Schema;
  }

  add(id: string, schema: SchemaObject): void {
    const known = this.components[id];
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema)) {
      throw new Error(`two schemas have the id ${id}`);
    }
    this.components[id] = schema;
  }
}

export function reference(id: string): oas31.ReferenceObject {
  return { $ref: `#/components/schemas/${id}` };
}

/** Changes what means the same to a validator, but not to a generator of clients. */
function fitForGenerators(schema: z.core.JSONSchema.BaseSchema, io: "input" | "output"): void {
  // Open: the clients made of today's document have to read tomorrow's further fields.
  if (io === "output" && schema.additionalProperties === false) delete schema.additionalProperties;
  // Without a format an integer is made one of 32 bits, which is 21 million yuan.
  if (schema.type === "integer" && (schema.maximum ?? Infinity) > 2 ** 31 - 1) {
    schema.format = "int64";
  }
}

/** A schema with zod's places for definitions changed to the document's. */
function relocated(schema: unknown): SchemaObject {
  const text = JSON.stringify(schema, (name, value) =>
    name === "$ref" ? String(value).replace("#/$defs/", "#/components/schemas/") : value,
  );
  return JSON.parse(text);
}
