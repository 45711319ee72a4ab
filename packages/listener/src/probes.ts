import type { ServerResponse } from "node:http";
import { PurseError, registry, success } from "@purse/contract";
import type { ObservedListener } from "./exchange.ts";
import type { Drain } from "./listen.ts";
import type { Load } from "./load.ts";
import { refuse } from "./refuse.ts";
import { requestIdOf } from "./request-id.ts";

/** Whether what stands behind a listener can do its work now. */
export type IsReady = () => Promise<boolean>;

interface Probed {
  readonly isReady: IsReady;
  readonly drain: Drain;
  readonly load: Load;
}

/**
 * Answers GET /healthz and /readyz before anything else does. The first says that the process
 * answers at all: whatever restarts it must not do so because it is busy, or its database away. The
 * second says whether requests should be sent here.
 */
export function withProbes(
  handle: ObservedListener,
  { isReady, drain, load }: Probed,
): ObservedListener {
  async function unready(): Promise<string | undefined> {
    if (drain.draining) return "shutting down";
    return load.refusal() ?? ((await isReady()) ? undefined : "not ready");
  }
  return (request, response) => {
    if (request.method !== "GET" && request.method !== "HEAD") return handle(request, response);
    if (request.url !== "/healthz" && request.url !== "/readyz") return handle(request, response);
    response.setHeader("X-Request-Id", requestIdOf(request));
    if (request.url === "/healthz") answer(response, "alive");
    else {
      unready().then(
        (why) => (why === undefined ? answer(response, "ready") : refuseWork(response, why)),
        () => refuseWork(response, "not ready"),
      );
    }
  };
}

function answer(response: ServerResponse, status: string): void {
  const headers = {
    "Content-Type": "application/json; charset=utf-8",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  };
  response.writeHead(200, headers).end(JSON.stringify(success({ status })));
}

function refuseWork(response: ServerResponse, detail: string): void {
  refuse(response, new PurseError(registry.get("service_unavailable"), detail));
}
