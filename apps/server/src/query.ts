import type { Operation } from "@purse/contract";
import { fail } from "./fail.ts";

type Query = Record<string, string | number>;

/**
 * Decodes the query of a URL: fields that the contract has as integers from plain digits, all
 * others as text. Throws `param_error` for a parameter given twice.
 */
export function queryReader(operation: Operation<string>): (url: string) => Query {
  const integers = new Set(
    Object.entries(operation.query?.shape ?? {}).flatMap(([name, schema]) =>
      isInteger(schema) ? name : [],
    ),
  );
  return function readQuery(url) {
    const start = url.indexOf("?");
    if (start === -1) return noFields;
    const fields = new Map<string, string | number>();
    for (const [name, text] of new URLSearchParams(url.slice(start))) {
      if (fields.has(name)) throw fail("param_error", `${name}: given more than once`);
      // Anything but plain digits stays text, for the schema to refuse by name.
      const digits = integers.has(name) && /^\d{1,15}$/.test(text);
      // biome-ignore lint/plugin: up to fifteen digits, exact.
      fields.set(name, digits ? Number(text) : text);
    }
    return Object.fromEntries(fields);
  };
}

const noFields: Query = {};

function isInteger(schema: unknown): boolean {
  return Reflect.get(Object(schema), "type") === "number";
}
