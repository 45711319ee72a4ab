import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { type ErrorKey, PurseError, registry } from "@purse/contract";
import type { Drain, Load } from "@purse/listener";

/** Why a request goes no further, if it doesn't. */
export type Admission = (request: IncomingMessage) => PurseError | undefined;

/**
 * Looks at a request before tRPC does, which would tell strangers what procedures there are, read
 * forms as empty objects, and answer 200 to a stream of refusals.
 */
export function admission(operatorToken: string, drain: Drain, load: Load): Admission {
  const expected = digest(operatorToken);
  return (request) => {
    const unavailable = drain.draining ? "shutting down" : load.refusal();
    if (unavailable !== undefined) return refusal("service_unavailable", unavailable);
    return tokenRefusal(request.headers, expected) ?? callRefusal(request);
  };
}

function tokenRefusal({ authorization = "" }: IncomingHttpHeaders, expected: Buffer) {
  if (authorization === "") return refusal("api_key_invalid", "operator token: missing");
  // RFC 9110 section 11.1: the scheme's name is case-insensitive.
  const [, token] = /^Bearer +(.+)$/i.exec(authorization) ?? [];
  // Digests have one length, whatever was sent; their comparison takes one time.
  if (token !== undefined && timingSafeEqual(digest(token), expected)) return undefined;
  return refusal("api_key_invalid", "operator token: wrong");
}

const json = "application/json";

function callRefusal({ method, url = "", headers }: IncomingMessage): PurseError | undefined {
  if (method !== "GET" && method !== "POST") return refusal("operation_not_exist");
  // What tRPC's fetch Request is made from, which must be a URL without credentials.
  const target = URL.parse(url, `http://${headers.host ?? "localhost"}`);
  if (target === null || target.username !== "" || target.password !== "") {
    return refusal("param_error", "the URL or Host is malformed");
  }
  if ((headers["content-encoding"] ?? "identity").toLowerCase() !== "identity") {
    return refusal("param_error", "Content-Encoding: only identity is taken");
  }
  const type = headers["content-type"] ?? (method === "GET" ? json : "");
  if (type.split(";", 1)[0]?.trim().toLowerCase() !== json) {
    return refusal("param_error", `Content-Type: expected ${json}`);
  }
  if (/\bapplication\/jsonl\b/.test(`${headers["trpc-accept"]} ${headers.accept}`)) {
    return refusal("param_error", "streamed batches are not offered: use httpBatchLink");
  }
  return undefined;
}

function refusal(key: ErrorKey, detail?: string): PurseError {
  return new PurseError(registry.get(key), detail);
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
