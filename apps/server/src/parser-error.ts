import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";
import { failure, type PurseError } from "@purse/contract";
import { fail } from "./fail.ts";

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
  switch (code) {
    case "ERR_HTTP_REQUEST_TIMEOUT":
      return fail("request_time_out", "the request did not arrive in time");
    case "HPE_HEADER_OVERFLOW":
      return fail("param_error", "the headers are too large");
    default:
      return fail("param_error", "not an HTTP/1.1 request");
  }
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
