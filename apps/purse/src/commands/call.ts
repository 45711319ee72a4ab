import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { type Contract, type NamedOperation, operationsOf } from "@purse/contract";
import { InvalidArgumentError } from "commander";
import { z } from "zod";
import type { Config } from "../config.ts";
import { exchange } from "../http-exchange.ts";
import { printAnswer } from "../print-exchange.ts";
import { readProfile } from "../profile.ts";

export interface CallOptions {
  /** A file with the body, - for standard input. */
  readonly input?: string;
  readonly idempotencyKey?: string;
  readonly json?: true;
}

/** Sends a request with the profile's key, and explains what came back. */
export async function call(
  config: Config,
  { registry, api }: Contract,
  [method, path]: readonly [method: string, path: string],
  fields: readonly (readonly [name: string, text: string])[],
  { input, idempotencyKey, json }: CallOptions,
): Promise<void> {
  const profile = await readProfile(config);
  const operation = operationAt(api, method, path);
  const given = await bodyOf(input);
  const takesBody = method !== "GET";
  const values = valuesOf(takesBody ? operation?.body : operation?.query, fields);
  const body = takesBody ? { ...given, ...values } : undefined;
  const isEmpty = body === undefined || (input === undefined && fields.length === 0);
  const request = {
    method,
    path: takesBody ? path : withQuery(path, values),
    ...(idempotencyKey === undefined ? {} : { headers: { "Idempotency-Key": idempotencyKey } }),
    ...(isEmpty ? {} : { body: JSON.stringify(body) }),
  };
  const exchanged = await exchange(profile.server_url, profile, request, registry);
  printAnswer(exchanged, json === true);
}

/** An operation of the contract knows which of its fields are numbers. */
function operationAt(
  api: Contract["api"],
  method: string,
  path: string,
): NamedOperation["operation"] | undefined {
  const [bare = ""] = path.split("?", 1);
  const found = operationsOf(api).find(({ operation }) => {
    const pattern = operation.path.replaceAll(/\{\w+\}/g, "[^/]+");
    return operation.method === method && new RegExp(`^${pattern}$`).test(bare);
  });
  return found?.operation;
}

function valuesOf(
  schema: z.ZodObject | undefined,
  fields: readonly (readonly [string, string])[],
): Record<string, unknown> {
  return Object.fromEntries(
    fields.map(([name, given]) => [name, fieldValue(schema?.shape[name], given)]),
  );
}

/** The text itself where the field may be that text, or else what it says as JSON. */
function fieldValue(schema: z.core.$ZodType | undefined, given: string): unknown {
  if (schema === undefined || z.safeParse(schema, given).success) return given;
  try {
    return JSON.parse(given);
  } catch {
    // The server says best what is wrong with it.
    return given;
  }
}

async function bodyOf(input: string | undefined): Promise<object> {
  if (input === undefined) return {};
  const given = input === "-" ? await text(process.stdin) : await readFile(input, "utf8");
  const body: unknown = JSON.parse(given);
  if (typeof body !== "object" || body === null) {
    throw new InvalidArgumentError("--input: expected a JSON object");
  }
  return body;
}

function withQuery(path: string, values: Readonly<Record<string, unknown>>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) query.append(name, String(value));
  if (query.size === 0) return path;
  return `${path}${path.includes("?") ? "&" : "?"}${query}`;
}
