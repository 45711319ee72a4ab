import {
  type ErrorKey,
  errorOf,
  type FieldError,
  type HttpStatus,
  Problem,
  type RegistryEntry,
  registry,
} from "@purse/contract";
import { z } from "zod";

// What a newer server adds has to pass: none of these schemas is strict.
const Success = z.object({ code: z.literal(0), data: z.unknown() });
const Failure = z.object({ code: z.int(), message: z.string(), data: z.null() });
const NewerProblem = z.object({
  code: z.int(),
  name: z.string(),
  title: z.string(),
  detail: z.string(),
  retry: Problem.shape.retry.catch("query_first"),
  errors: z.array(z.object({ pointer: z.string(), reason: z.string() })).default([]),
});

/** An error as it stood in an answer. */
interface Refusal {
  readonly entry: RegistryEntry<ErrorKey>;
  readonly detail: string | undefined;
  readonly fields: readonly FieldError[];
}

export type Answer = { readonly data: unknown } | { readonly refusal: Refusal };

/** Reads an answer's body; undefined when it is none of Purse's. */
export function readAnswer(status: number, text: string, output: z.ZodType): Answer | undefined {
  const body = parsed(text);
  if (status === 200) {
    const success = Success.safeParse(body);
    return success.success && fits(output, success.data.data) ? success.data : undefined;
  }
  const problem = NewerProblem.safeParse(body);
  if (problem.success) return { refusal: refusalOfProblem(problem.data, status) };
  const failure = Failure.safeParse(body);
  return failure.success ? { refusal: refusalOf(failure.data, status) } : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether data is the operation's, but for what a newer server may have added to it. */
function fits(output: z.ZodType, data: unknown): boolean {
  const result = output.safeParse(data);
  if (result.success) return true;
  const additions = new Set(["unrecognized_keys", "invalid_value"]);
  return result.error.issues.every(({ code }) => additions.has(code));
}

function refusalOfProblem(problem: z.infer<typeof NewerProblem>, status: number): Refusal {
  const { code, detail: message, errors: fields, name, retry, title } = problem;
  const refusal = { ...refusalOf({ code, message, data: null }, status), fields };
  if (registry.byCode(code) !== undefined) return refusal;
  const description = { zh: title, en: title };
  return { ...refusal, entry: { ...refusal.entry, name, retry, description } };
}

/** A code of a newer server is `unknown` to this client, but keeps its number and its status. */
function refusalOf(failure: z.infer<typeof Failure>, status: number): Refusal {
  const { code } = failure;
  const { detail } = errorOf(failure);
  const known = registry.byCode(code);
  if (known !== undefined) return { entry: known, detail, fields: [] };
  return {
    entry: { ...registry.get("unknown"), code, httpStatus: statusOf(status) },
    detail,
    fields: [],
  };
}

function statusOf(status: number): HttpStatus {
  return registry.entries.find(({ httpStatus }) => httpStatus === status)?.httpStatus ?? 500;
}
