import type { ObservedListener } from "./exchange.ts";

/** The most bytes of a body; requests about money need a tenth of it. */
export const bodyBytesMax = 65_536;

/**
 * Ends the connection behind the answer to a request whose body is too large or of unknown length.
 * Node would read all that nobody wants of it, to find the next request.
 */
export function endLargeBodies(handle: ObservedListener): ObservedListener {
  return (request, response) => {
    const { "content-length": length, "transfer-encoding": coding } = request.headers;
    if (coding !== undefined || Number(length ?? 0) > bodyBytesMax) {
      response.shouldKeepAlive = false;
    }
    handle(request, response);
  };
}
