import { z } from "zod";

const Environment = z.object({
  PURSE_SANDBOX_HOST: z.string().min(1, { error: "expected a host" }).default("127.0.0.1"),
  PURSE_SANDBOX_PORT: z
    .string()
    .regex(/^\d{1,5}$/, { error: "expected a port from 0 to 65535" })
    .transform(Number)
    .refine((port) => port <= 65_535, { error: "expected a port from 0 to 65535" })
    .default(3002),
  PURSE_SANDBOX_FILE: z
    .string()
    .min(1, { error: "expected a file" })
    .optional()
    .describe("Where the books are kept; without it in memory"),
  PURSE_SANDBOX_TLS: z.stringbool({ error: "expected true or false" }).default(false),
  PURSE_SANDBOX_SPEED: z
    .string()
    .regex(/^[1-9]\d{0,5}$/, { error: "expected an integer from 1 to 999999" })
    .transform(Number)
    .default(60)
    .describe("How many times faster than the channels notifications are sent again"),
});

/** All settings of the sandbox, under the names of their environment variables. */
export type Settings = z.output<typeof Environment>;

/** Reads the settings; throws an error whose message opens with the bad one's name. */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const result = Environment.safeParse(environment);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new Error(faults.join("\n"));
}
