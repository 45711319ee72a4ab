import type { IncomingMessage } from "node:http";
import type { OperatorRole } from "@purse/listener";

/** What a procedure knows of the request behind it. */
export interface GatewayContext {
  readonly request: IncomingMessage;
  /** On the answer and in the log. */
  readonly requestId: string;
  /** Whose token the request has. */
  readonly role: OperatorRole;
  /** The merchant's key on whose behalf the call is. */
  readonly apiKey: string | undefined;
  /** Under which the call has its effect once. */
  readonly idempotencyKey: string | undefined;
  /** Who acts, for the audit log. */
  readonly actor: string;
}

const wellFormedActor = /^[\w.@-]{1,64}$/;

/** Reads the context of a request that was admitted. */
export function readContext(
  request: IncomingMessage,
  requestId: string,
  role: OperatorRole,
): GatewayContext {
  const { headers } = request;
  const apiKey = headers["x-api-key"];
  const actor = headers["x-operator"];
  const idempotencyKey = headers["idempotency-key"];
  return {
    request,
    requestId,
    role,
    apiKey: typeof apiKey === "string" ? apiKey : undefined,
    idempotencyKey: Array.isArray(idempotencyKey) ? idempotencyKey.join(", ") : idempotencyKey,
    actor: typeof actor === "string" && wellFormedActor.test(actor) ? actor : role,
  };
}
