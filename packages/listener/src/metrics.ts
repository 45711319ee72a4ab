import { PurseError } from "@purse/contract";
import type { ObservedListener } from "./exchange.ts";
import type { Load } from "./load.ts";
import { roleByToken } from "./operator-token.ts";
import { refuse } from "./refuse.ts";

/** The process's figures, for who has the operator token. */
export interface Metrics {
  readonly operatorToken: string;
  readonly contentType: string;
  readonly read: () => Promise<string>;
  /** Takes a listener's own figures in. */
  readonly watch: (load: Load) => void;
}

/** Answers GET /metrics before anything else does: while draining or overloaded too. */
export function withMetrics(handle: ObservedListener, metrics: Metrics): ObservedListener {
  const roleOf = roleByToken({ operator: metrics.operatorToken });
  return (request, response) => {
    if (request.url !== "/metrics" || request.method !== "GET") return handle(request, response);
    const role = roleOf(request.headers);
    if (role instanceof PurseError) return refuse(response, role);
    metrics.read().then(
      (text) => {
        const headers = { "Content-Type": metrics.contentType, "Cache-Control": "no-store" };
        response.writeHead(200, headers).end(text);
      },
      () => response.destroy(),
    );
  };
}
