import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { PurseError, registry } from "@purse/contract";

/** Looks for the operator token in a request's headers: what refuses it, if anything does. */
export function operatorTokenCheck(
  token: string,
): (headers: IncomingHttpHeaders) => PurseError | undefined {
  const expected = digest(token);
  return ({ authorization = "" }) => {
    if (authorization === "") return refusal("operator token: missing");
    // RFC 9110 section 11.1: the scheme's name is case-insensitive.
    const [, given] = /^Bearer +(.+)$/i.exec(authorization) ?? [];
    // Digests have one length, whatever was sent; their comparison takes one time.
    if (given !== undefined && timingSafeEqual(digest(given), expected)) return undefined;
    return refusal("operator token: wrong");
  };
}

function refusal(detail: string): PurseError {
  return new PurseError(registry.get("api_key_invalid"), detail);
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
