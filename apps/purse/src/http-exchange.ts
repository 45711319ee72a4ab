import { type Codes, type PurseError, parseEnvelope } from "@purse/contract";
import { ed25519Signer, hmacSigner, type Signer, signRequest } from "@purse/signatures";
import { request as send } from "undici";
import { z } from "zod";
import { NoAnswer } from "./no-answer.ts";
import type { Profile } from "./profile.ts";

export interface HttpRequest {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
}

/** A request with its answer, read as the envelope that it is. */
export interface HttpExchange {
  readonly request: HttpRequest;
  readonly status: number;
  readonly request_id: string | null;
  /** The answer's body as it came. */
  readonly text: string;
  readonly data: unknown;
  readonly error: PurseError | undefined;
  readonly duration_ms: number;
}

type Key = Pick<Profile, "api_key" | "key_id" | "signing_secret" | "private_key">;

/** Sends a request with a key, signed if the key can sign. Throws `NoAnswer`. */
export async function exchange(
  serverUrl: string,
  key: Key,
  request: HttpRequest,
  registry?: Codes,
): Promise<HttpExchange> {
  const url = new URL(request.path, serverUrl).href;
  const headers = {
    ...(request.body === undefined ? {} : { "Content-Type": "application/json" }),
    ...(await keyHeaders(url, key, request)),
    ...request.headers,
  };
  const began = performance.now();
  const { method, body } = request;
  try {
    const answer = await send(url, { method, headers, body: body ?? null });
    const text = await answer.body.text();
    const result = parseEnvelope(z.unknown(), JSON.parse(text), registry);
    return {
      request: { ...request, headers },
      status: answer.statusCode,
      request_id: [answer.headers["x-request-id"] ?? null].flat()[0] ?? null,
      text,
      ...(result.ok
        ? { data: result.data, error: undefined }
        : { data: null, error: result.error }),
      duration_ms: Math.round(performance.now() - began),
    };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    throw new NoAnswer(`${method} ${url}: no answer: ${String(cause)}`, { cause: error });
  }
}

async function keyHeaders(
  url: string,
  key: Key,
  { method, body }: HttpRequest,
): Promise<Record<string, string>> {
  if (key.api_key === undefined) return {};
  const signer = await signerOf(key);
  if (signer === undefined) return { "x-api-key": key.api_key };
  const bytes = body === undefined ? undefined : new TextEncoder().encode(body);
  return signRequest({ method, url, apiKey: key.api_key, body: bytes }, signer);
}

function signerOf({ key_id, signing_secret, private_key }: Key): Promise<Signer> | undefined {
  if (key_id === undefined) return undefined;
  if (private_key !== undefined) return ed25519Signer(key_id, private_key);
  if (signing_secret !== undefined) return hmacSigner(key_id, signing_secret);
  return undefined;
}
