import { z } from "zod";

const Port = z
  .string()
  .regex(/^\d{1,5}$/, { error: "expected a port from 0 to 65535" })
  .transform(Number)
  .refine((port) => port <= 65_535, { error: "expected a port from 0 to 65535" });

const Url = z.url({ protocol: /^https?$/, error: "expected an http:// or https:// URL" });

const OperatorToken = z
  .string()
  .regex(/^[\x21-\x7e]{16,256}$/, { error: "expected 16 to 256 printable characters, no spaces" });

/** Keys of 32 bytes in base64, with a comma between two; undefined when it is not that. */
export function readSecretKeys(text: string): Buffer[] | undefined {
  const isKey = /^[A-Za-z0-9+/]{43}=$/;
  const keys = text.split(",");
  if (!keys.every((key) => isKey.test(key))) return undefined;
  return keys.map((key) => Buffer.from(key, "base64"));
}

const SecretKeys = z.string().transform((text, context): Buffer[] => {
  const keys = text === "" ? [] : readSecretKeys(text);
  if (keys !== undefined) return keys;
  context.addIssue("expected base64 of 32 bytes; several with a comma between, the newest first");
  return z.NEVER;
});

const Environment = z.object({
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: "expected a postgres:// URL" })
    .optional(),
  PURSE_DATA_DIR: z.string().min(1, { error: "expected a directory" }).default(".purse"),
  PURSE_HOST: z.string().min(1, { error: "expected a host" }).default("127.0.0.1"),
  PURSE_SERVER_PORT: Port.default(3000),
  PURSE_GATEWAY_HOST: z.string().min(1, { error: "expected a host" }).default("127.0.0.1"),
  PURSE_GATEWAY_PORT: Port.default(3001),
  PURSE_WORKER_HOST: z.string().min(1, { error: "expected a host" }).default("127.0.0.1"),
  PURSE_WORKER_PORT: Port.default(3003),
  PURSE_SANDBOX_PORT: Port.default(3002),
  PURSE_OPERATOR_TOKEN: OperatorToken.optional(),
  PURSE_VIEWER_TOKEN: OperatorToken.optional(),
  PURSE_SECRET_KEY: SecretKeys.default([]),
  PURSE_RANDOM_KEY_URL: Url.optional(),
  PURSE_KEY_CONCURRENCY: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, { error: "expected an integer from 1 to 99999" })
    .transform(Number)
    .default(64),
  PURSE_PUBLIC_URL: Url.optional(),
  PURSE_ALIPAY_URL: Url.optional(),
  PURSE_WECHAT_URL: Url.optional(),
  PURSE_EGRESS: z.enum(["public", "any"], { error: "expected public or any" }).default("public"),
  PURSE_LOG_LEVEL: z
    .enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
      error: "expected trace, debug, info, warn, error, fatal or silent",
    })
    .default("info"),
  PURSE_PROFILE: z.string().min(1, { error: "expected a file" }).optional(),
  PURSE_SERVER_URL: Url.optional(),
  PURSE_GATEWAY_URL: Url.optional(),
  PURSE_SANDBOX_URL: Url.optional(),
  PURSE_API_KEY: z.string().min(1, { error: "expected an API key" }).optional(),
  PURSE_KEY_ID: z.string().min(1, { error: "expected a key's id" }).optional(),
  PURSE_SIGNING_SECRET: z.string().min(1, { error: "expected a secret" }).optional(),
  PURSE_PRIVATE_KEY: z.string().min(1, { error: "expected a private key" }).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: Url.optional(),
  PURSE_LITERAL_SUCCESS: z
    .stringbool({ error: "expected true or false" })
    .default(false)
    .describe("Spell the success message as the seed's example does"),
});

/** All settings, under the names of their environment variables. */
export type Config = z.output<typeof Environment>;

/** A setting that Purse cannot start with; the message opens with its name. */
export class BadSetting extends Error {
  override readonly name = "BadSetting";
}

/** Reads the settings; the one place that looks at the environment. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const result = Environment.safeParse(environment);
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
  throw new BadSetting(faults.join("\n"));
}
