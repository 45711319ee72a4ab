import { randomUUID } from "node:crypto";
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { failure, isRepeatable, PurseError, registry } from "@purse/contract";
import type { ObservedListener } from "./exchange.ts";

/** Answers what Node's HTTP parser refused, in the envelope, and closes the connection. */
export function answerParserError(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === "ECONNRESET") socket.destroy();
  else answerOnce(socket, parserFault(error.code));
}

/** Answers CONNECT, which no operation has; Node would hang up without a word. */
export function refuseConnect(_request: IncomingMessage, socket: Duplex): void {
  answerOnce(socket, new PurseError(registry.get("operation_not_exist")));
}

/** Refuses HTTP/1.1 requests without Host (RFC 9112 section 3.2). */
export function requireHost(handle: ObservedListener): ObservedListener {
  return (request, response) => {
    if (request.headers.host !== undefined || request.httpVersion !== "1.1") {
      return handle(request, response);
    }
    refuse(response, new PurseError(registry.get("param_error"), "Host: missing"));
  };
}

/** Answers an error in the envelope, and closes the connection behind it. */
export function refuse(response: ServerResponse, error: PurseError): void {
  const body = JSON.stringify(failure(error));
  response.writeHead(error.httpStatus, headersOf(error, body)).end(body);
}

function answerOnce(socket: Duplex, error: PurseError): void {
  // Nobody is there any more, or an answer has begun that must not be mixed with another.
  const begun = socket instanceof Socket && socket.bytesWritten > 0;
  if (begun || !socket.writable) socket.destroy();
  else socket.end(rawAnswer(error));
}

function parserFault(code: string | undefined): PurseError {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") {
    return new PurseError(registry.get("request_time_out"), "the request did not arrive in time");
  }
  const overflow = code === "HPE_HEADER_OVERFLOW";
  const detail = overflow ? "the headers are too large" : "not an HTTP/1.1 request";
  return new PurseError(registry.get("param_error"), detail);
}

function rawAnswer(error: PurseError): string {
  const body = JSON.stringify(failure(error));
  const headers = Object.entries(headersOf(error, body)).map(
    ([name, value]) => `${name}: ${value}`,
  );
  const status = `HTTP/1.1 ${error.httpStatus} ${STATUS_CODES[error.httpStatus]}`;
  return [status, ...headers, "", body].join("\r\n");
}

function headersOf(error: PurseError, body: string): Record<string, string> {
  return {
    "Content-Type": "application/json; charset=utf-8",
    "Content-Length": String(Buffer.byteLength(body)),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Request-Id": randomUUID(),
    "X-Error-Code": String(error.code),
    Link: `</errors/${error.code}>; rel="help"`,
    ...(isRepeatable(error.entry) ? { "Retry-After": "1" } : {}),
    Connection: "close",
  };
}
