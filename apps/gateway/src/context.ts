import type { IncomingMessage } from "node:http";

/** What a procedure knows of the request behind it. */
export interface GatewayContext {
  readonly request: IncomingMessage;
  /** On the answer and in the log. */
  readonly requestId: string;
  /** The merchant's key on whose behalf the call is. */
  readonly apiKey: string | undefined;
  /** Under which the call has its effect once. */
  readonly idempotencyKey: string | undefined;
  /** Who acts, for the audit log. */
  readonly actor: string;
}

const wellFormedActor = /^[\w.@-]{1,64}$/;

export function readContext(request: IncomingMessage, requestId: string): GatewayContext {
  const { headers } = request;
  const apiKey = headers["x-api-key"];
  const actor = headers["x-operator"];
  const idempotencyKey = headers["idempotency-key"];
  return {
    request,
    requestId,
    apiKey: typeof apiKey === "string" ? apiKey : undefined,
    idempotencyKey: Array.isArray(idempotencyKey) ? idempotencyKey.join(", ") : idempotencyKey,
    actor: typeof actor === "string" && wellFormedActor.test(actor) ? actor : "operator",
  };
}
