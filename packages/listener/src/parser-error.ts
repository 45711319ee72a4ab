import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";
import { failure, PurseError, registry } from "@purse/contract";

/** Answers what Node's HTTP parser refused, in the envelope, and closes the connection. */
export function answerParserError(error: NodeJS.ErrnoException, socket: Socket): void {
  // Nobody is there any more, or an answer has begun that must not be mixed with another.
  if (error.code === "ECONNRESET" || !socket.writable || socket.bytesWritten > 0) {
    socket.destroy();
    return;
  }
  socket.end(rawAnswer(parserFault(error.code)));
}

function parserFault(code: string | undefined): PurseError {
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") {
    return new PurseError(registry.get("request_time_out"), "the request did not arrive in time");
  }
  const overflow = code === "HPE_HEADER_OVERFLOW";
  const detail = overflow ? "the headers are too large" : "not an HTTP/1.1 request";
  return new PurseError(registry.get("param_error"), detail);
}

const reasons = new Map([
  [400, "Bad Request"],
  [504, "Gateway Timeout"],
]);

function rawAnswer(error: PurseError): string {
  const body = JSON.stringify(failure(error));
  return [
    `HTTP/1.1 ${error.httpStatus} ${reasons.get(error.httpStatus)}`,
    "Content-Type: application/json; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${randomUUID()}`,
    `X-Error-Code: ${error.code}`,
    `Link: </errors/${error.code}>; rel="help"`,
    "Connection: close",
    "",
    body,
  ].join("\r\n");
}
