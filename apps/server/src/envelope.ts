import {
  type Acknowledgement,
  failure,
  isRepeatable,
  PurseError,
  problem,
  type Result,
  registry,
  success,
} from "@purse/contract";
import type { Context, Middleware, ParameterizedContext } from "koa";
import type { Logger } from "pino";
import type { RequestState } from "./request-id.ts";

export type ServerContext = ParameterizedContext<RequestState>;

/** Opens the try around all that follows: whatever is thrown becomes an answer here. */
export function envelope(logger: Logger): Middleware<RequestState> {
  return async (ctx, next) => {
    try {
      await next();
    } catch (error) {
      if (error instanceof PurseError) {
        answerError(ctx, error);
        return;
      }
      logger.error({ err: error, request_id: ctx.state.requestId }, "unforeseen");
      answerError(ctx, new PurseError(registry.get("unknown")));
    }
  };
}

/** Writes a result as the seed's envelope, or as RFC 9457 where the caller prefers that. */
export function answer(ctx: ServerContext, result: Result<unknown>, literalSuccess = false): void {
  if (result.ok) {
    const body = success(result.data);
    writeJson(ctx, 200, literalSuccess ? { ...body, message: "suucess" } : body);
  } else answerError(ctx, result.error);
}

/** Writes what another protocol expects. */
export function answerRaw(ctx: ServerContext, { content_type, body }: Acknowledgement): void {
  ctx.res.setHeader("Cache-Control", "no-store");
  ctx.res.setHeader("X-Content-Type-Options", "nosniff");
  ctx.status = 200;
  ctx.type = content_type;
  ctx.body = body;
}

function answerError(ctx: ServerContext, error: PurseError): void {
  const { entry } = error;
  ctx.res.setHeader("X-Error-Code", entry.code);
  ctx.res.setHeader("Link", `</errors/${entry.code}>; rel="help"`);
  ctx.res.setHeader("Vary", "Accept, Accept-Language");
  if (isRepeatable(entry)) ctx.res.setHeader("Retry-After", "1");
  if (prefersProblem(ctx)) {
    const body = problem(error, languageOf(ctx), ctx.state.requestId);
    writeJson(ctx, entry.httpStatus, body, "application/problem+json");
  } else {
    writeJson(ctx, entry.httpStatus, failure(error));
  }
}

function writeJson(
  ctx: ServerContext,
  status: number,
  body: unknown,
  type = "application/json; charset=utf-8",
): void {
  ctx.res.setHeader("Cache-Control", "no-store");
  ctx.res.setHeader("X-Content-Type-Options", "nosniff");
  ctx.status = status;
  ctx.type = type;
  ctx.body = JSON.stringify(body);
}

function prefersProblem(ctx: ServerContext): boolean {
  if (!ctx.get("Accept").toLowerCase().includes("problem")) return false;
  return ctx.accepts("application/json", "application/problem+json") === "application/problem+json";
}

export function languageOf(ctx: Pick<Context, "acceptsLanguages">): "zh" | "en" {
  return ctx.acceptsLanguages("zh", "en") === "en" ? "en" : "zh";
}
