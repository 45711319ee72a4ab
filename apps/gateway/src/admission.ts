import type { IncomingMessage } from "node:http";
import { type ErrorKey, PurseError, registry } from "@purse/contract";
import { type Drain, type Load, type OperatorTokens, roleByToken } from "@purse/listener";

/** Why a request goes no further, if it doesn't. */
export type Admission = (request: IncomingMessage) => PurseError | undefined;

/**
 * Looks at a request before tRPC does, which would tell strangers what procedures there are, read
 * forms as empty objects, and answer 200 to a stream of refusals.
 */
export function admission(tokens: OperatorTokens, drain: Drain, load: Load): Admission {
  const roleOf = roleByToken(tokens);
  return (request) => {
    const unavailable = drain.draining ? "shutting down" : load.refuse();
    if (unavailable !== undefined) return refusal("service_unavailable", unavailable);
    const role = roleOf(request.headers);
    return role instanceof PurseError ? role : callRefusal(request);
  };
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
