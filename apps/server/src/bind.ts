import { Acknowledgement, type Operation } from "@purse/contract";
import type { BoundOperation, Core } from "@purse/core";
import { beginCall, exchangeOf, readBody } from "@purse/listener";
import type { Context } from "koa";
import type { Logger } from "pino";
import { acceptSignature, authenticate, nobody } from "./authenticate.ts";
import { jsonOf, rawOf, refuseEncoded } from "./body.ts";
import { answer, answerRaw } from "./envelope.ts";
import { headerOf } from "./header.ts";
import { queryReader } from "./query.ts";

export interface BindOptions {
  readonly core: Core;
  readonly logger: Logger;
  readonly literalSuccess: boolean;
}

/** Answers a request for an operation; `params` are what its path has in place of names. */
export type Route = (ctx: Context, params: Readonly<Record<string, string>>) => Promise<void>;

/** An operation's route: who calls, what the request brings, the handler, the answer. */
export function bind(bound: BoundOperation, { core, logger, literalSuccess }: BindOptions): Route {
  const { operation, id } = bound;
  const readQuery = queryReader(operation);
  const takesBody = operation.method !== "GET";

  /** The time limit has answered: nothing may begin any more, and no second answer be written. */
  function isTooLate(ctx: Context): boolean {
    if (!ctx.res.headersSent) return false;
    const request_id = exchangeOf(ctx.req).requestId;
    logger.warn({ operation: id, request_id }, "too late to answer");
    return true;
  }

  return async function route(ctx, params) {
    const noted = beginCall(ctx.req, id);
    const identity = operation.unsigned === true ? nobody : await authenticate(core, ctx);
    if (!identity.ok) return answer(ctx, identity);
    const { caller, signature } = identity.data;
    if (caller !== undefined) noted.by(caller);
    refuseEncoded(ctx);
    const isRead = takesBody || signature !== undefined;
    const bytes = isRead ? await readBody(ctx.req, ctx.res) : noBytes;
    if (caller !== undefined && signature !== undefined) {
      const accepted = await acceptSignature(core, caller, signature, bytes);
      if (!accepted.ok) return answer(ctx, accepted);
    }
    if (isTooLate(ctx)) return;
    const query = readQuery(ctx.req.url ?? "");
    const body = takesBody ? bodyOf(operation, ctx, bytes) : undefined;
    const parts = { params, query, body };
    const result = await bound.call(caller, parts, headerOf(ctx.req, "idempotency-key"));
    noted.about(parts, result);
    if (isTooLate(ctx)) return;
    if (result.ok && operation.raw === true) answerRaw(ctx, Acknowledgement.parse(result.data));
    else answer(ctx, result, literalSuccess);
  };
}

const noBytes = Buffer.alloc(0);

function bodyOf({ raw }: Operation<string>, ctx: Context, bytes: Buffer): unknown {
  return raw === true ? rawOf(ctx, bytes) : jsonOf(ctx, bytes);
}
