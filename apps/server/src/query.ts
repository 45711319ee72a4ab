import type { Operation } from "@purse/contract";
import { fail } from "./fail.ts";

type Query = Record<string, string | number>;

/**
 * Decodes a query string: fields that the contract has as integers from plain digits, all
 * others as text. Throws `param_error` for a parameter given twice.
 */
export function queryReader(operation: Operation<string>): (querystring: string) => Query {
  const integers = new Set(
    Object.entries(operation.query?.shape ?? {}).flatMap(([name, schema]) =>
      isInteger(schema) ? name : [],
    ),
  );
  return function readQuery(querystring) {
    if (querystring === "") return {};
    const fields = new Map<string, string | number>();
    for (const [name, text] of new URLSearchParams(querystring)) {
      if (fields.has(name)) throw fail("param_error", `${name}: given more than once`);
      // Anything but plain digits stays text, for the schema to refuse by name.
      const digits = integers.has(name) && /^\d{1,15}$/.test(text);
      // biome-ignore lint/plugin: up to fifteen digits, exact.
      fields.set(name, digits ? Number(text) : text);
    }
    return Object.fromEntries(fields);
  };
}

function isInteger(schema: unknown): boolean {
  return Reflect.get(Object(schema), "type") === "number";
}
