import { isUtf8 } from "node:buffer";
import type { Context } from "koa";
import { fail } from "./fail.ts";
import { headerOf } from "./header.ts";
import { readJson } from "./json.ts";

/** Refuses encoded bodies before a byte is read: decoders are a way in for attackers. */
export function refuseEncoded(ctx: Context): void {
  const encoding = ctx.req.headers["content-encoding"] ?? "";
  if (encoding !== "" && encoding.toLowerCase() !== "identity") {
    throw fail("param_error", "Content-Encoding: only identity is taken");
  }
}

/** What a JSON body says; undefined when there is none. Throws `param_error`. */
export function jsonOf(ctx: Context, bytes: Buffer): unknown {
  if (bytes.length === 0) return undefined;
  if (!isJson(ctx)) {
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

/** What clients mostly send, which needs no parser of media types. */
const usualTypes = new Set(["application/json", "application/json; charset=utf-8"]);

function isJson({ request, req }: Context): boolean {
  if (usualTypes.has(req.headers["content-type"] ?? "")) return true;
  return (
    request.is("application/json") !== false &&
    ["", "utf-8"].includes(request.charset.toLowerCase())
  );
}

/**
 * A replacement character would change what the caller meant. A byte order mark stays in the text,
 * where it is no JSON (RFC 8259 section 8.1).
 */
function decode(bytes: Buffer): string {
  if (!isUtf8(bytes)) throw fail("param_error", "the body is not in UTF-8");
  return bytes.toString();
}
