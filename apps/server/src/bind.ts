import type Router from "@koa/router";
import { Acknowledgement, type Operation } from "@purse/contract";
import type { BoundOperation, Core } from "@purse/core";
import { beginCall } from "@purse/listener";
import type { Logger } from "pino";
import { acceptSignature, authenticate } from "./authenticate.ts";
import { jsonOf, rawOf, readBytes, refuseEncoded } from "./body.ts";
import { answer, answerRaw, type ServerContext } from "./envelope.ts";
import { headerOf } from "./header.ts";
import { queryReader } from "./query.ts";
import type { RequestState } from "./request-id.ts";

export interface BindOptions {
  readonly core: Core;
  readonly logger: Logger;
  readonly literalSuccess: boolean;
}

/** Gives an operation its route: who calls, what the request brings, the handler, the answer. */
export function bind(
  router: Router<RequestState>,
  bound: BoundOperation,
  { core, logger, literalSuccess }: BindOptions,
): void {
  const { operation, id } = bound;
  const readQuery = queryReader(operation);
  const path = operation.path.replaceAll(/\{(\w+)\}/g, ":$1");

  async function call(ctx: ServerContext & { params: Record<string, string> }): Promise<void> {
    const noted = beginCall(ctx.req, id);
    const identity = await authenticate(core, operation, ctx);
    if (!identity.ok) return answer(ctx, identity);
    const { caller, signature } = identity.data;
    if (caller !== undefined) noted.by(caller);
    refuseEncoded(ctx);
    const takesBody = operation.method !== "GET";
    const bytes = takesBody || signature !== undefined ? await readBytes(ctx) : noBytes;
    const accepted = await acceptSignature(core, identity.data, bytes);
    if (isTooLate(ctx)) return;
    if (!accepted.ok) return answer(ctx, accepted);
    const query = readQuery(ctx.querystring);
    const body = takesBody ? bodyOf(operation, ctx, bytes) : undefined;
    if (isTooLate(ctx)) return;
    const parts = { params: ctx.params, query, body };
    const result = await bound.call(caller, parts, headerOf(ctx.req, "idempotency-key"));
    noted.about(parts, result);
    if (isTooLate(ctx)) return;
    if (result.ok && operation.raw === true) answerRaw(ctx, Acknowledgement.parse(result.data));
    else answer(ctx, result, literalSuccess);
  }

  /** The time limit has answered: nothing may begin any more, and no second answer be written. */
  function isTooLate(ctx: ServerContext): boolean {
    if (!ctx.res.headersSent) return false;
    logger.warn({ operation: id, request_id: ctx.state.requestId }, "too late to answer");
    return true;
  }
  router.register(path, [operation.method.toLowerCase()], call, { name: id });
}

const noBytes = Buffer.alloc(0);

function bodyOf({ raw }: Operation<string>, ctx: ServerContext, bytes: Buffer): unknown {
  return raw === true ? rawOf(ctx, bytes) : jsonOf(ctx, bytes);
}
