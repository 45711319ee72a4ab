import type { IncomingMessage, ServerResponse } from "node:http";
import { PurseError, registry } from "@purse/contract";
import { bodyBytesMax } from "./large-bodies.ts";

/**
 * A body as it came, within its limit. Throws `param_error`; what is left of such a body is not
 * read, and the connection ends with the answer, since it can't carry another request.
 */
export function readBody(request: IncomingMessage, response: ServerResponse): Promise<Buffer> {
  const { "content-length": length, "transfer-encoding": coding } = request.headers;
  if (length === undefined && coding === undefined) return Promise.resolve(noBytes);
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    function refuse(detail: string): void {
      response.shouldKeepAlive = false;
      request.off("data", take).pause();
      reject(new PurseError(registry.get("param_error"), detail));
    }
    function take(chunk: Buffer): void {
      chunks.push(chunk);
      size += chunk.length;
      if (size > bodyBytesMax) refuse(tooLarge);
    }
    if (Number(length ?? 0) > bodyBytesMax) return refuse(tooLarge);
    request.on("data", take);
    request.on("end", () => {
      const [only = noBytes] = chunks;
      resolve(chunks.length > 1 ? Buffer.concat(chunks, size) : only);
    });
    request.on("error", () => refuse("the body ended before its announced length"));
    // Node takes a body that came at once for unread, and clears it away behind the answer.
    request.read(0);
  });
}

const noBytes = Buffer.alloc(0);
const tooLarge = `the body is larger than ${bodyBytesMax} bytes`;
