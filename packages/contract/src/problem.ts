import { z } from "zod";
import type { PurseError } from "./error.ts";
import type { Text } from "./registry/index.ts";
import { retryClasses } from "./retry.ts";

/** An error as RFC 9457 wants it, for callers that accept application/problem+json. */
export const Problem = z
  .strictObject({
    type: z.string().describe("The page of the code"),
    title: z.string().describe("The code's description, in the language of Accept-Language"),
    status: z.int(),
    detail: z.string().describe("The message that the envelope would carry"),
    instance: z.string().describe("The id of the request that failed"),
    code: z.int(),
    name: z.string(),
    retry: z.enum(retryClasses),
    errors: z
      .array(
        z.strictObject({
          pointer: z.string().describe("JSON pointer (RFC 6901) to the field"),
          reason: z.string(),
        }),
      )
      .optional(),
  })
  .meta({ id: "Problem" });
export type Problem = z.infer<typeof Problem>;

export function problem(error: PurseError, language: keyof Text, requestId: string): Problem {
  const { entry, fields } = error;
  return {
    type: `/errors/${entry.code}`,
    title: entry.description[language],
    status: entry.httpStatus,
    detail: error.message,
    instance: `urn:request:${requestId}`,
    code: entry.code,
    name: entry.name,
    retry: entry.retry,
    ...(fields.length > 0 ? { errors: [...fields] } : {}),
  };
}
