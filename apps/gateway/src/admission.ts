import type { IncomingMessage } from "node:http";
import { type ErrorKey, PurseError, registry } from "@purse/contract";
import {
  type Drain,
  type Load,
  type OperatorRole,
  type OperatorTokens,
  roleByToken,
} from "@purse/listener";

/** Whose token a request has, or why it goes no further. */
export type Admission = (request: IncomingMessage) => OperatorRole | PurseError;

/** Looks at a request before any procedure is looked for: strangers do not hear what there is. */
export function admission(tokens: OperatorTokens, drain: Drain, load: Load): Admission {
  const roleOf = roleByToken(tokens);
  return (request) => {
    const unavailable = drain.draining ? "shutting down" : load.refuse();
    if (unavailable !== undefined) return refusal("service_unavailable", unavailable);
    const role = roleOf(request.headers);
    return role instanceof PurseError ? role : (callRefusal(request) ?? role);
  };
}

const json = "application/json";

function callRefusal({ method, url = "", headers }: IncomingMessage): PurseError | undefined {
  if (method !== "GET" && method !== "POST") return refusal("operation_not_exist");
  if (!isPlain(url, headers.host)) return refusal("param_error", "the URL or Host is malformed");
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

/** Whether a path and a host make a URL without credentials. */
function isPlain(url: string, host = "localhost"): boolean {
  // The usual form, without the parser that all others need.
  if (/^\/(?!\/)/.test(url) && /^[\w.-]+(:\d{1,4})?$/.test(host)) return true;
  const target = URL.parse(url, `http://${host}`);
  return target !== null && target.username === "" && target.password === "";
}

function refusal(key: ErrorKey, detail?: string): PurseError {
  return new PurseError(registry.get(key), detail);
}
