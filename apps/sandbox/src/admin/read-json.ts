import type { Context } from "koa";
import type { z } from "zod";
import { readText } from "../read-text.ts";
import { AdminError } from "./admin-error.ts";

/** The request's JSON body, an empty one as `{}`, as the schema has it. */
export async function readJson<Schema extends z.ZodType>(
  ctx: Context,
  schema: Schema,
): Promise<z.output<Schema>> {
  const text = await readText(ctx);
  const result = schema.safeParse(parse(text === "" ? "{}" : text));
  if (result.success) return result.data;
  const faults = result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`);
  throw new AdminError(400, faults.join("; "));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AdminError(400, "the body is not JSON");
  }
}
