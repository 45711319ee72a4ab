import type { IncomingMessage, ServerResponse } from "node:http";
import { readBody } from "@purse/listener";
import { TRPCError } from "@trpc/server";
import type { Procedures } from "./router.ts";

/** One call of a request. */
export interface ReadCall {
  readonly path: string;
  /** Throws where the request's input is no JSON: only a call that there is needs it. */
  readonly input: () => unknown;
}

export interface ReadCalls {
  readonly type: "query" | "mutation";
  readonly isBatch: boolean;
  readonly calls: readonly ReadCall[];
}

/** The most calls of one batch. */
const maxBatchSize = 32;

/**
 * Reads calls as tRPC's clients send them (https://trpc.io/docs/rpc): their paths in the URL's,
 * their input in the body or in `?input=`; of a batch both by the calls' places in it.
 */
export async function readCalls(
  router: Procedures,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<ReadCalls> {
  const { method, url = "" } = request;
  const start = url.indexOf("?");
  const search = new URLSearchParams(start === -1 ? "" : url.slice(start));
  const path = pathOf(url);
  const isBatch = search.get("batch") === "1";
  const paths = isBatch ? path.split(",") : [path];
  if (paths.length > maxBatchSize) throw badRequest("the batch is too large");
  refuseMixed(router, paths);
  const isQuery = method === "GET";
  const text = isQuery ? search.get("input") : (await readBody(request, response)).toString();
  const inputs = readInputs(text ?? "", isBatch);
  const calls = paths.map((each, place) => ({ path: each, input: () => inputs()[place] }));
  return { type: isQuery ? "query" : "mutation", isBatch, calls };
}

/** The path of a request's target, which may also be a whole URL or `*` (RFC 9112 section 3.2). */
function pathOf(target: string): string {
  const [whole = ""] = target.split("?", 1);
  const path = (whole.startsWith("/") ? whole : new URL(whole, "http://gateway").pathname).slice(1);
  if (!path.includes("%")) return path;
  try {
    return decodeURIComponent(path);
  } catch (cause) {
    throw badRequest("the path has a broken escape", cause);
  }
}

/** One answer has one meaning for caches and for repetition: a batch asks, or it changes. */
function refuseMixed(router: Procedures, paths: readonly string[]): void {
  if (paths.length === 1) return;
  const types = paths.map((path) => typeAt(router, path)).filter((type) => type !== undefined);
  if (new Set(types).size > 1) throw badRequest("a batch of queries and mutations");
}

/** Whether a request is for a stream of events. Throws BAD_REQUEST for a broken path. */
export function isSubscription(router: Procedures, { url = "" }: IncomingMessage): boolean {
  return typeAt(router, pathOf(url)) === "subscription";
}

/** Of the procedure at a path, if there is one: by its path in whole, whatever the types say. */
function typeAt({ _def: { procedures } }: Procedures, path: string): unknown {
  if (!Object.hasOwn(procedures, path)) return undefined;
  return Reflect.get(Object(Reflect.get(Object(Reflect.get(procedures, path)), "_def")), "type");
}

type Inputs = Readonly<Record<number, unknown>>;

function readInputs(text: string, isBatch: boolean): () => Inputs {
  let inputs: Inputs | undefined;
  return () => {
    inputs ??= parseInputs(text, isBatch);
    return inputs;
  };
}

function parseInputs(text: string, isBatch: boolean): Inputs {
  // A call without an input has no body either.
  if (text === "") return {};
  const parsed = parse(text);
  if (!isBatch) return { 0: parsed };
  if (typeof parsed !== "object" || parsed === null) throw badRequest("a batch without inputs");
  return Object.fromEntries(Object.entries(parsed));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw badRequest("the input is not JSON", cause);
  }
}

function badRequest(message: string, cause?: unknown): TRPCError {
  return new TRPCError({ code: "BAD_REQUEST", message, cause });
}
