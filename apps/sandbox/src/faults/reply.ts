import { once } from "node:events";
import { gzipSync } from "node:zlib";
import type { Context } from "koa";
import type { AnswerFault } from "./kinds.ts";

/** What a channel answers, as it goes over the wire. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const html = `<!DOCTYPE html>
<html><head><title>Error</title></head><body><h1>The page is temporarily unavailable</h1></body></html>
`;
const asHtml = { "Content-Type": "text/html; charset=utf-8" };

/** The faults of the way itself, whatever the answer would have been. */
const faulty: {
  readonly [Fault in AnswerFault]?: (ctx: Context, work: () => Answer) => void | Promise<void>;
} = {
  connection_closed: hangUp,
  connection_lost(ctx, work) {
    work();
    hangUp(ctx);
  },
  reset_mid_answer: (ctx, work) => breakOff(ctx, work()),
  time_out: saySilence,
  time_out_done(ctx, work) {
    work();
    saySilence(ctx);
  },
  http_500_html: (ctx) => send(ctx, { status: 500, headers: asHtml, body: html }),
  http_502_empty(ctx, work) {
    work();
    send(ctx, { status: 502, headers: {}, body: "" });
  },
  not_json(ctx, work) {
    work();
    send(ctx, { status: 200, headers: asHtml, body: html });
  },
  encoded(ctx, work) {
    const { status, headers, body } = work();
    send(ctx, { status, headers: { ...headers, "Content-Encoding": "gzip" }, body: "" });
    ctx.body = gzipSync(body);
  },
};

/**
 * Does what was asked for and answers it, or spoils the way there. Faults of the answer's content
 * are not known here: `work` has put them in.
 */
export async function reply(
  ctx: Context,
  fault: string | undefined,
  work: () => Answer,
): Promise<void> {
  const spoil = Object.entries(faulty).find(([name]) => name === fault)?.[1];
  if (spoil === undefined) return send(ctx, work());
  await spoil(ctx, work);
}

function send(ctx: Context, { status, headers, body }: Answer): void {
  ctx.status = status;
  ctx.set({ ...headers });
  // Koa turns an empty body into 204, unless it is bytes.
  ctx.body = Buffer.from(body);
  if (headers["Content-Type"] === undefined) ctx.remove("Content-Type");
}

function hangUp(ctx: Context): void {
  ctx.respond = false;
  ctx.req.socket.destroy();
}

function saySilence(ctx: Context): void {
  ctx.respond = false;
}

async function breakOff(ctx: Context, { status, headers, body }: Answer): Promise<void> {
  ctx.respond = false;
  const bytes = Buffer.from(body);
  ctx.res.writeHead(status, { ...headers, "Content-Length": bytes.length });
  const flushed = ctx.res.write(bytes.subarray(0, bytes.length >> 1));
  if (!flushed) await once(ctx.res, "drain");
  // What is written must have left before the reset, or nobody sees a part of it.
  setTimeout(() => ctx.req.socket.resetAndDestroy(), 20);
}
