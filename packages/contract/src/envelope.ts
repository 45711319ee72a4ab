import { z } from "zod";
import { PurseError } from "./error.ts";
import { type Registry, registry } from "./registry/index.ts";

/** The body of every answer that succeeded. */
export interface Success<Data> {
  readonly code: 0;
  readonly message: "success" | "suucess";
  readonly data: Data;
}

/** The body of every answer that failed; `code` is a registry code. */
export interface Failure {
  readonly code: number;
  readonly message: string;
  readonly data: null;
}

export type Envelope<Data> = Success<Data> | Failure;

/** What a caller makes of an envelope. */
export type Result<Data, Key extends string = string> =
  | { readonly ok: true; readonly data: Data }
  | { readonly ok: false; readonly error: PurseError<Key> };

const failureSchema = z.strictObject({
  code: z.int().refine((code) => code !== 0),
  message: z.string(),
  data: z.null(),
});
const successSchema = z.strictObject({
  code: z.literal(0),
  // The seed prints "suucess" once; a server may be set to say it.
  message: z.enum(["success", "suucess"]),
  data: z.unknown(),
});

export function success<Data>(data: Data): Success<Data> {
  return { code: 0, message: "success", data };
}

export function failure(error: PurseError): Failure {
  return { code: error.code, message: error.message, data: null };
}

/** The error that a failed envelope stands for; a code of a newer server becomes `unknown`. */
export function errorOf(body: Failure, known: Pick<Registry, "byCode"> = registry): PurseError {
  const entry = known.byCode(body.code);
  if (entry === undefined) {
    return new PurseError(registry.get("unknown"), `code ${body.code}, ${body.message}`);
  }
  const separator = body.message.indexOf(": ");
  return new PurseError(entry, separator < 0 ? undefined : body.message.slice(separator + 2));
}

/**
 * Reads an answer's body. Throws a ZodError for what is not an envelope or whose data is not
 * the operation's: that is no answer of Purse, and its outcome stays unknown.
 */
export function parseEnvelope<Data extends z.ZodType>(
  data: Data,
  body: unknown,
  known: Pick<Registry, "byCode"> = registry,
): Result<z.output<Data>> {
  const failed = failureSchema.safeParse(body);
  if (failed.success) return { ok: false, error: errorOf(failed.data, known) };
  return { ok: true, data: data.parse(successSchema.parse(body).data) };
}
