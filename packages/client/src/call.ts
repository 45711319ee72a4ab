import { isRepeatable, type Operation } from "@purse/contract";
import { type Signer, signRequest } from "@purse/signatures";
import { readAnswer } from "./answer.ts";
import type { AnswerError } from "./answer-error.ts";
import { backoffMs, pause, retryAfterMs } from "./backoff.ts";
import { answerError } from "./code-error.ts";
import { NoAnswerError, type NoAnswerKind } from "./no-answer-error.ts";
import { type PlainRequest, requestOf } from "./request.ts";

export interface ClientOptions {
  /** The server's origin, `https://pay.example.com`. */
  readonly url: string;
  /** The merchant's key; only the registry of codes can be read without. */
  readonly apiKey?: string | undefined;
  /** Signs every request, as a live key has to; `hmacSigner` and `ed25519Signer` make one. */
  readonly signer?: Signer | undefined;
  /** How long an attempt may take: 15 s, unless said. The server gives up after 10 s. */
  readonly timeoutMs?: number | undefined;
  /** How often a call is repeated at most, where it can be: 4 times, unless said. */
  readonly retries?: number | undefined;
  /** Sends the requests, instead of the global fetch. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
}

export interface CallOptions {
  /** Ends the call, which then rejects with the signal's reason. It may have had its effect. */
  readonly signal?: AbortSignal | undefined;
  /** Of a write, so that its effect happens once over restarts too; one is made up, unless given. */
  readonly idempotencyKey?: string | undefined;
}

export type Caller = (
  operation: Operation,
  input: unknown,
  options?: CallOptions,
) => Promise<unknown>;

/** One call under way; what it is known by is the same in all of its attempts. */
interface Call {
  readonly operation: Operation;
  readonly request: PlainRequest;
  readonly headers: Readonly<Record<string, string>>;
  readonly requestId: string;
  readonly signal: AbortSignal | undefined;
}

/** What calls operations: repeats what failed where that is safe, and throws what is left. */
export function caller(options: ClientOptions): Caller {
  const { retries = 4 } = options;
  return async (operation, input, { signal, idempotencyKey } = {}) => {
    const requestId = crypto.randomUUID();
    const request = requestOf(operation, input, options.url);
    const isWrite = operation.method !== "GET";
    const headers = {
      Accept: "application/problem+json, application/json;q=0.9",
      "X-Request-Id": requestId,
      ...(request.body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(isWrite ? { "Idempotency-Key": idempotencyKey ?? crypto.randomUUID() } : {}),
    };
    const call = { operation, request, headers, requestId, signal };
    for (let attempt = 0, open = false; ; attempt += 1) {
      const outcome = await attemptOf(call, options, open);
      if ("data" in outcome) return outcome.data;
      const { error, repeatable, afterMs } = outcome;
      const waitMs = backoffMs(attempt, afterMs);
      if (!repeatable || attempt >= retries || waitMs === undefined) throw error;
      open = error.outcomeUnknown;
      await pause(waitMs, signal);
    }
  };
}

type Outcome =
  | { readonly data: unknown }
  | {
      readonly error: AnswerError | NoAnswerError;
      readonly repeatable: boolean;
      readonly afterMs?: number | undefined;
    };

/** One attempt; `open` says that an earlier one may have had its effect. */
async function attemptOf(call: Call, options: ClientOptions, open: boolean): Promise<Outcome> {
  const { timeoutMs = 15_000, fetch = globalThis.fetch } = options;
  const { operation, requestId, signal } = call;
  const isWrite = operation.method !== "GET";
  const noAnswer = (kind: NoAnswerKind, cause?: unknown, httpStatus?: number) =>
    new NoAnswerError({ kind, cause, httpStatus, requestId, outcomeUnknown: isWrite });

  const timeLimit = AbortSignal.timeout(timeoutMs);
  const sent = await httpRequest(call, options, timeLimit);
  let response: Response;
  let text: string;
  try {
    // biome-ignore lint/plugin: a browser has no other, and the request refuses redirects.
    response = await fetch(sent);
    text = await response.text();
  } catch (cause) {
    signal?.throwIfAborted();
    return { error: noAnswer(timeLimit.aborted ? "timeout" : "network", cause), repeatable: true };
  }
  const { status, headers } = response;
  const answer = readAnswer(status, text, operation.output);
  const afterMs = retryAfterMs(headers.get("Retry-After"));
  if (answer === undefined) {
    // A proxy's own words: that it was too busy, or did not reach the server, may be over soon.
    const repeatable = status >= 500 || status === 429;
    return { error: noAnswer("not_an_envelope", undefined, status), repeatable, afterMs };
  }
  if ("data" in answer) return answer;
  const { entry, ...refusal } = answer.refusal;
  const error = answerError(entry, {
    ...refusal,
    requestId: headers.get("X-Request-Id") ?? requestId,
    outcomeUnknown: isWrite && leavesOpen(entry, open),
    retryAfterMs: afterMs,
  });
  return { error, repeatable: isRepeatable(entry), afterMs };
}

/** The request of one attempt: its signature is good for one. */
async function httpRequest(
  { request: { method, url, body }, headers, signal }: Call,
  { apiKey, signer }: ClientOptions,
  timeLimit: AbortSignal,
): Promise<Request> {
  const credentials =
    apiKey === undefined || signer === undefined
      ? { ...(apiKey === undefined ? {} : { "X-API-KEY": apiKey }) }
      : await signRequest({ method, url, apiKey, body }, signer);
  return new Request(url, {
    method,
    headers: { ...headers, ...credentials },
    // Elsewhere the key is none of anybody's business.
    redirect: "error",
    cache: "no-store",
    signal: signal === undefined ? timeLimit : AbortSignal.any([signal, timeLimit]),
    ...(body === undefined ? {} : { body }),
  });
}

/**
 * Whether a write's effect may be there or may still come, behind this answer. The attempts share
 * an Idempotency-Key, so that an answer about the matter is that of all of them; one about the
 * key, the signature or the load says nothing of an earlier attempt.
 */
function leavesOpen(
  { httpStatus, retry }: Pick<AnswerError["entry"], "httpStatus" | "retry">,
  open: boolean,
): boolean {
  if (httpStatus >= 500 || retry === "query_first" || retry === "wait") return true;
  return open && (httpStatus === 401 || httpStatus === 403);
}
