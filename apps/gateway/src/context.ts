import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { PurseError, registry } from "@purse/contract";
import { trpcError } from "./failure.ts";

/** What a procedure knows of the request behind it. */
export interface GatewayContext {
  /** The merchant's key on whose behalf the call is. */
  readonly apiKey: string | undefined;
  /** Under which the call has its effect once. */
  readonly idempotencyKey: string | undefined;
  /** Who acts, for the audit log. */
  readonly actor: string;
}

const wellFormedActor = /^[\w.@-]{1,64}$/;

/** Lets in whoever has the operator token, and throws at everybody else. */
export function contextReader(operatorToken: string): (request: IncomingMessage) => GatewayContext {
  const expected = digest(`Bearer ${operatorToken}`);
  return ({ headers }) => {
    const { authorization = "" } = headers;
    if (authorization === "") throw tokenError("missing");
    // Digests have one length, whatever was sent; their comparison takes one time.
    if (!timingSafeEqual(digest(authorization), expected)) throw tokenError("wrong");
    const apiKey = headers["x-api-key"];
    const actor = headers["x-operator"];
    const idempotencyKey = headers["idempotency-key"];
    return {
      apiKey: typeof apiKey === "string" ? apiKey : undefined,
      idempotencyKey: Array.isArray(idempotencyKey) ? idempotencyKey.join(", ") : idempotencyKey,
      actor: typeof actor === "string" && wellFormedActor.test(actor) ? actor : "operator",
    };
  };
}

function tokenError(what: string): Error {
  return trpcError(new PurseError(registry.get("api_key_invalid"), `operator token: ${what}`));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
