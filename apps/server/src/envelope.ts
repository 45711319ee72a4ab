import {
  type Acknowledgement,
  failure,
  PurseError,
  problem,
  type RegistryEntry,
  type Result,
  registry,
  success,
} from "@purse/contract";
import { type Answer, exchangeOf, headersOfError, headersOfType, send } from "@purse/listener";
import type { Context, Middleware } from "koa";
import type { Logger } from "pino";

/** Opens the try around all that follows: whatever is thrown becomes an answer here. */
export function envelope(logger: Logger): Middleware {
  return (ctx, next) =>
    next().catch((error: unknown) => {
      if (error instanceof PurseError) return respond(ctx, errorAnswer(ctx, error));
      const { requestId: request_id } = exchangeOf(ctx.req);
      // The time limit may have answered: what happened is ours to know all the same.
      const what = ctx.res.headersSent ? "unforeseen, too late" : "unforeseen";
      logger.error({ err: error, request_id }, what);
      respond(ctx, errorAnswer(ctx, new PurseError(registry.get("unknown"))));
    });
}

/** Writes a result as the seed's envelope, or as RFC 9457 where the caller prefers that. */
export function answer(ctx: Context, result: Result<unknown>, literalSuccess = false): void {
  if (!result.ok) {
    respond(ctx, errorAnswer(ctx, result.error));
    return;
  }
  const envelope = success(result.data);
  const body = JSON.stringify(literalSuccess ? { ...envelope, message: "suucess" } : envelope);
  respond(ctx, { status: 200, code: 0, headers: headersOfType(json), body });
}

/** Writes what another protocol expects, a text in UTF-8. */
export function answerRaw(ctx: Context, { content_type, body }: Acknowledgement): void {
  respond(ctx, {
    status: 200,
    code: 0,
    headers: headersOfType(`${content_type}; charset=utf-8`),
    body,
  });
}

/** Past Koa, whose setters of status, type and body cost more than all the rest of an answer. */
function respond(ctx: Context, whole: Answer): void {
  ctx.respond = false;
  // The time limit may have answered before.
  if (!ctx.res.headersSent) send(ctx.res, whole);
}

const json = "application/json; charset=utf-8";

function errorAnswer(ctx: Context, error: PurseError): Answer {
  const { code, httpStatus: status } = error.entry;
  if (prefersProblem(ctx)) {
    const body = JSON.stringify(problem(error, languageOf(ctx), exchangeOf(ctx.req).requestId));
    return { status, code, headers: errorHeaders(error.entry, "application/problem+json"), body };
  }
  const ready = readyAnswerTo(error.entry);
  const hasDetail = error.detail !== undefined && error.detail !== "";
  return hasDetail ? { ...ready, body: JSON.stringify(failure(error)) } : ready;
}

const readyAnswers = new Map<RegistryEntry, Answer>();

/** An entry's answer without a detail. */
function readyAnswerTo(entry: RegistryEntry): Answer {
  const known = readyAnswers.get(entry);
  if (known !== undefined) return known;
  const ready = {
    status: entry.httpStatus,
    code: entry.code,
    headers: errorHeaders(entry, json),
    body: JSON.stringify(failure(new PurseError(entry))),
  };
  readyAnswers.set(entry, ready);
  return ready;
}

function errorHeaders(entry: RegistryEntry, type: string): readonly string[] {
  return [
    ...headersOfType(type),
    ...headersOfError(entry),
    "Link",
    `</errors/${entry.code}>; rel="help"`,
    "Vary",
    "Accept, Accept-Language",
  ];
}

function prefersProblem(ctx: Context): boolean {
  if (!ctx.req.headers.accept?.toLowerCase().includes("problem")) return false;
  return ctx.accepts("application/json", "application/problem+json") === "application/problem+json";
}

export function languageOf(ctx: Pick<Context, "acceptsLanguages">): "zh" | "en" {
  return ctx.acceptsLanguages("zh", "en") === "en" ? "en" : "zh";
}
