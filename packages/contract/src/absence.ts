import { z } from "zod";
import type { ErrorKey } from "./registry/index.ts";

const codes = z.registry<{ key: ErrorKey }>();

/**
 * Marks a field: missing, null or empty, it is answered with this code instead of 10002. The
 * mark is on this very schema; `.describe()` and the like make another one without it.
 */
export function absentAs<Schema extends z.ZodType>(key: ErrorKey, schema: Schema): Schema {
  codes.add(schema, { key });
  return schema;
}

/** The code that a field's absence means, if it has one of its own. */
export function absenceOf(schema: z.ZodType): ErrorKey | undefined {
  return codes.get(schema)?.key;
}

/** What counts as absent. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === "";
}
