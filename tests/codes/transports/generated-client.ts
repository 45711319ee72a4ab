import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { api, operationsOf } from "@purse/contract";
import type { Fields, OperationCall } from "@purse/scenarios";
import { expect } from "vitest";
import type { Answer, Transport } from "./transport.ts";

const root = join(import.meta.dirname, "..", "..", "..");
const generator = join(root, "tests/codes/generated-client/node_modules/.bin/openapi-ts");

interface Settings {
  readonly baseUrl: string;
  readonly auth: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly path: Fields;
  readonly query: Fields;
  readonly body: unknown;
  /** null: the body goes as it is. */
  readonly bodySerializer?: null;
}
interface Returned {
  readonly data?: { readonly data: unknown };
  readonly error?: { readonly code: number; readonly message: string; readonly data: null };
  readonly response: Response;
}
type Call = (settings: Settings) => Promise<Returned>;

const operations = new Map(operationsOf(api).map((named) => [named.id, named]));

/** The client that a generator makes of openapi.yaml and of nothing else. */
export const generatedClient: Transport = {
  name: "generated client",
  async connect({ url }) {
    const directory = await mkdtemp(join(tmpdir(), "purse-client-"));
    const input = join(root, "openapi.yaml");
    const made = ["--silent", "--client", "@hey-api/client-fetch", "-i", input, "-o", directory];
    await promisify(execFile)(generator, made);
    const sdk: Readonly<Record<string, Call>> = await import(join(directory, "sdk.gen.ts"));
    return {
      call: (call) => callBy(sdk, url, call),
      close: () => rm(directory, { recursive: true }),
    };
  },
};

async function callBy(
  sdk: Readonly<Record<string, Call>>,
  baseUrl: string,
  { operation: id, fields = {}, key, idempotencyKey }: OperationCall,
): Promise<Answer> {
  const named = operations.get(id);
  const call = sdk[id.replace(/\.(.)/, (_, letter: string) => letter.toUpperCase())];
  if (named === undefined || call === undefined) throw new Error(`the client has no ${id}`);
  const { params, query, body, raw } = named.operation;
  const in_ = (shape: object = {}) =>
    Object.fromEntries(Object.entries(fields).filter(([name]) => name in shape));
  const bodyOf = () =>
    body === undefined || Object.keys(fields).length === 0 ? undefined : in_(body.shape);
  const { data, error, response } = await call({
    baseUrl,
    auth: key ?? undefined,
    headers: {
      ...(idempotencyKey === undefined ? {} : { "Idempotency-Key": idempotencyKey }),
      // Of the media types that the document has for it the client would take the first.
      ...(raw === true ? { "Content-Type": "application/x-www-form-urlencoded" } : {}),
    },
    path: in_(params?.shape),
    query: in_(query?.shape),
    ...(raw === true ? { body: fields.body, bodySerializer: null } : { body: bodyOf() }),
  });
  const { status, headers } = response;
  const answer = { status, headers, exchange: { request: "", answer: "" } };
  if (error === undefined) {
    return { ...answer, code: 0, message: "success", data: data?.data, check: () => {} };
  }
  return {
    ...answer,
    code: error.code,
    message: error.message,
    data: error.data,
    check: () => expect(headers.get("X-Error-Code")).toBe(String(error.code)),
  };
}
