import type { IncomingMessage, ServerResponse } from "node:http";
import { exchangeOf, type OperatorRole } from "@purse/listener";
import { createHTTPHandler } from "@trpc/server/adapters/standalone";
import { readContext } from "./context.ts";
import { failureOf } from "./failure.ts";
import type { Procedures } from "./router.ts";

/** Answers a subscription by a stream of events, which tRPC's own adapter makes. */
export function streamEvents(
  router: Procedures,
  request: IncomingMessage,
  response: ServerResponse,
  role: OperatorRole,
  onUnforeseen: (error: unknown) => void,
): void {
  const { requestId, drain } = exchangeOf(request);
  if (drain.draining) response.shouldKeepAlive = false;
  const headers = {
    "x-request-id": requestId,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  };
  const handle = createHTTPHandler({
    router,
    createContext: () => readContext(request, requestId, role),
    onError: ({ error }) => {
      if (failureOf(error).key === "unknown") onUnforeseen(error);
    },
    responseMeta({ errors }) {
      const [failure] = errors.map(failureOf);
      if (failure === undefined) return { headers };
      const code = String(failure.code);
      const json = { ...headers, "content-type": "application/json", "x-error-code": code };
      return { headers: json, status: failure.httpStatus };
    },
  });
  handle(request, response);
}
