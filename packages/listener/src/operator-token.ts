import { hash, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";
import { PurseError, registry } from "@purse/contract";

/** What somebody with a token may do: look, or act as well. */
export type OperatorRole = "viewer" | "operator";

/** The tokens that let people and internal apps in. */
export interface OperatorTokens {
  readonly operator: string;
  /** Of whoever may only look, if anybody. */
  readonly viewer?: string | undefined;
}

/** Looks for a token in a request's headers: whose it is, or what refuses it. */
export function roleByToken({
  operator,
  viewer,
}: OperatorTokens): (headers: IncomingHttpHeaders) => OperatorRole | PurseError {
  const ofOperator = digest(operator);
  const ofViewer = viewer === undefined ? undefined : digest(viewer);
  return ({ authorization = "" }) => {
    if (authorization === "") return refusal("operator token: missing");
    // RFC 9110 section 11.1: the scheme's name is case-insensitive.
    const [, given] = /^Bearer +(.+)$/i.exec(authorization) ?? [];
    if (given === undefined) return refusal("operator token: wrong");
    // Digests have one length, whatever was sent; their comparison takes one time.
    const found = digest(given);
    if (timingSafeEqual(found, ofOperator)) return "operator";
    if (ofViewer !== undefined && timingSafeEqual(found, ofViewer)) return "viewer";
    return refusal("operator token: wrong");
  };
}

function refusal(detail: string): PurseError {
  return new PurseError(registry.get("api_key_invalid"), detail);
}

function digest(text: string): Buffer {
  return hash("sha256", text, "buffer");
}
