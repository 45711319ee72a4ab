import { bodyBytesMax } from "@purse/listener";
import type { Context } from "koa";
import getRawBody from "raw-body";
import { fail } from "./fail.ts";
import { headerOf } from "./header.ts";
import { readJson } from "./json.ts";

// Fatal: a replacement character would change what the caller meant. A byte order mark stays
// in the text, where it is no JSON (RFC 8259 section 8.1).
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** Refuses encoded bodies before a byte is read: decoders are a way in for attackers. */
export function refuseEncoded(ctx: Context): void {
  const encoding = ctx.get("Content-Encoding");
  if (encoding !== "" && encoding.toLowerCase() !== "identity") {
    throw fail("param_error", "Content-Encoding: only identity is taken");
  }
}

/** What a JSON body says; undefined when there is none. Throws `param_error`. */
export function jsonOf(ctx: Context, bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  const type = ctx.request.is("application/json");
  if (type === false || !["", "utf-8"].includes(ctx.request.charset.toLowerCase())) {
    throw fail("param_error", "Content-Type: expected application/json in UTF-8");
  }
  return readJson(decode(bytes));
}

/** A body in another protocol, with its headers; undefined when it has none. */
export function rawOf(ctx: Context, bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  const headers = Object.keys(ctx.req.headers).map((name) => [name, headerOf(ctx.req, name) ?? ""]);
  return { headers: Object.fromEntries(headers), body: decode(bytes) };
}

function decode(bytes: Buffer): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw fail("param_error", "the body is not in UTF-8");
  }
}

/** A body as it came, within its limit. Throws `param_error`. */
export async function readBytes(ctx: Context): Promise<Buffer> {
  const length = ctx.req.headers["content-length"] ?? null;
  try {
    return await getRawBody(ctx.req, { limit: bodyBytesMax, length });
  } catch (error) {
    // What is left of the body is not read: the connection can't carry another request.
    ctx.res.setHeader("Connection", "close");
    throw fail("param_error", bodyFault(error));
  }
}

function bodyFault(error: unknown): string {
  const type: unknown = Reflect.get(Object(error), "type");
  if (type === "entity.too.large") return `the body is larger than ${bodyBytesMax} bytes`;
  return "the body ended before its announced length";
}
