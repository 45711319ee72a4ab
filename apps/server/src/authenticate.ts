import type { Result } from "@purse/contract";
import type { Caller, Core } from "@purse/core";
import type { SignedRequest } from "@purse/signatures";
import type { Context } from "koa";
import { headerOf } from "./header.ts";
import {
  invalid,
  pretendToVerify,
  type VerifiedSignature,
  type Verifier,
  verifierOf,
  verifyDigest,
  verifySignature,
} from "./verify-signature.ts";

/** Who calls, as far as the headers tell. */
export interface Identity {
  readonly caller: Caller | undefined;
  /** What is to be held against the body yet; test keys may leave signatures out. */
  readonly signature: VerifiedSignature | undefined;
}

/** Who calls an operation that is open to everyone. */
export const nobody: Result<Identity> = {
  ok: true,
  data: { caller: undefined, signature: undefined },
};

/**
 * The caller behind the request's X-API-KEY and signature. Throws `signature_invalid`.
 */
export async function authenticate(core: Core, ctx: Context): Promise<Result<Identity>> {
  const found = await core.identify(ctx.get("X-API-KEY"));
  const nowSeconds = Math.floor(core.now().getTime() / 1000);
  const { headers } = ctx.req;
  const isSigned = (headers.signature ?? headers["signature-input"]) !== undefined;
  if (!found.ok) {
    if (isSigned && found.error.key === "api_key_invalid") {
      pretendToVerify(signedRequest(ctx), nowSeconds);
    }
    return found;
  }
  const { caller } = found.data;
  if (!isSigned) {
    if (caller.mode === "test") return { ok: true, data: { caller, signature: undefined } };
    throw invalid("Signature-Input and Signature: missing, a live key signs every request");
  }
  const signature = verifySignature(
    signedRequest(ctx),
    signing(verifierOf(found.data)),
    nowSeconds,
  );
  return { ok: true, data: { caller, signature } };
}

function signing(verifier: Verifier | undefined): Verifier {
  if (verifier === undefined) throw invalid("the key is from before there were signatures");
  return verifier;
}

/**
 * What only the body and the database can tell: that the body is the one that was signed, and that
 * the request comes for the first time. Whoever changed the body must not use up the nonce.
 */
export async function acceptSignature(
  core: Core,
  caller: Caller,
  signature: VerifiedSignature,
  body: Buffer,
): Promise<Result<undefined>> {
  verifyDigest(signature.contentDigest, body);
  const kept = await core.keepNonce(caller.key_id, signature.nonce);
  if (!kept.ok) return kept;
  if (!kept.data) throw invalid("nonce: replayed, it came before");
  return { ok: true, data: undefined };
}

/** The request as it stood on the wire: the path that is signed is the one that is routed. */
function signedRequest({ req, path }: Context): SignedRequest {
  const { method = "", url = "" } = req;
  const start = url.indexOf("?");
  const rawPath = start === -1 ? url : url.slice(0, start);
  if (rawPath !== path) throw invalid("@path: the request's target is not a plain path");
  return {
    method,
    path: rawPath,
    query: start === -1 ? "" : url.slice(start + 1),
    header: (name) => headerOf(req, name),
  };
}
