import { z } from "zod";
import type { Operation } from "./operation.ts";
import { retryClasses } from "./retry.ts";

const Text = z.strictObject({ zh: z.string(), en: z.string() }).meta({ id: "Text" });

/** A registry entry as the API shows it. */
export const Code = z
  .strictObject({
    code: z.int(),
    name: z.string().describe("What the wire's message begins with; not unique"),
    key: z.string().describe("The unique constant to branch on"),
    http_status: z.int(),
    retry: z.enum(retryClasses),
    origin: z.enum(["seed", "purse", "custom"]),
    description: Text,
    cause: Text,
    remedy: Text,
    erratum: Text.nullable(),
  })
  .meta({ id: "Code" });
export type Code = z.infer<typeof Code>;

export const codes = {
  list: {
    method: "GET",
    path: "/v1/errors",
    summary: "Read the registry of codes",
    output: z.array(Code),
    errors: [],
    unsigned: true,
  },
  get: {
    method: "GET",
    path: "/v1/errors/{code}",
    summary: "Read one code",
    params: z.strictObject({
      code: z
        .string()
        .regex(/^-?[0-9]{1,10}$/, { error: "expected an integer" })
        .meta({ description: "The code, -1 or 10001", examples: ["10001"] }),
    }),
    output: Code,
    errors: ["resource_not_exist"],
    unsigned: true,
  },
} as const satisfies Record<string, Operation>;
