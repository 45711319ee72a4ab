import type { ServerResponse } from "node:http";
import { isRepeatable, type RegistryEntry } from "@purse/contract";
import { exchangeOf } from "./exchange.ts";

/** A whole answer. */
export interface Answer {
  readonly status: number;
  /** For those who observe requests; 0 is success. */
  readonly code: number;
  /** Names and values in turn, but for X-Request-Id and Content-Length, which every answer has. */
  readonly headers: readonly string[];
  readonly body: string | Buffer;
}

/**
 * Writes an answer in one piece, which costs a third of headers set one by one. While draining, the
 * connection ends with it.
 */
export function send(response: ServerResponse, { status, code, headers, body }: Answer): void {
  const exchange = exchangeOf(response.req);
  exchange.code = code;
  if (exchange.drain.draining) response.shouldKeepAlive = false;
  response.writeHead(status, [
    ...headers,
    "Content-Length",
    String(Buffer.byteLength(body)),
    "X-Request-Id",
    exchange.requestId,
  ]);
  response.end(body);
}

/** The headers of an answer of that media type, which is for nobody else and nothing else. */
export function headersOfType(type: string): readonly string[] {
  return ["Content-Type", type, "Cache-Control", "no-store", "X-Content-Type-Options", "nosniff"];
}

/** What the headers of every error's answer say of it. */
export function headersOfError(entry: RegistryEntry): readonly string[] {
  const retryAfter = isRepeatable(entry) ? ["Retry-After", "1"] : [];
  return ["X-Error-Code", String(entry.code), ...retryAfter];
}
