import {
  createHmac,
  createPublicKey,
  createSecretKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
  verify,
} from "node:crypto";
import type { KeyHolder } from "@purse/core";
import {
  digestsOf,
  parseSignature,
  parseSignatureInput,
  type SignatureInput,
  type SignedRequest,
  signatureBase,
} from "@purse/signatures";
import { fail } from "./fail.ts";

/** How far a signature's time may be from ours, in seconds, either way. */
const windowSeconds = 300;

const covered = ["@method", "@path", "@query", "x-api-key"];

/** A key's id, with what verifies its signatures. */
export interface Verifier {
  readonly key_id: string;
  readonly algorithm: NonNullable<KeyHolder["signing"]>["algorithm"];
  readonly key: KeyObject;
}

/** What is left to be looked at of a signature that verified. */
export interface VerifiedSignature {
  readonly nonce: string;
  /** The Content-Digest that it covers. */
  readonly contentDigest: string | undefined;
}

/**
 * Verifies a request's signature (RFC 9421) without its body. The algorithm is the key's, whatever
 * the message says. Throws `signature_invalid`, whose detail says which part is at fault.
 */
export function verifySignature(
  request: SignedRequest,
  { key_id, algorithm, key }: Verifier,
  nowSeconds: number,
): VerifiedSignature {
  const input = readInput(request);
  const signature = parseSignature(request.header("signature") ?? "", input.label);
  if (signature === undefined) {
    throw invalid(
      `Signature: expected ${input.label}= with base64 between colons, and nothing else`,
    );
  }
  const missing = covered.filter((component) => !input.components.includes(component));
  if (missing.length > 0) throw invalid(`not covered: ${missing.join(", ")}`);
  const nonce = checkParameters(input, key_id, algorithm, nowSeconds);
  const base = signatureBase(request, input.components, input.text);
  if (base === undefined) throw invalid("the request lacks a component that is covered");
  if (!isGenuine(algorithm, key, base, signature)) throw invalid("Signature: wrong");
  const digest = request.header("content-digest");
  return { nonce, contentDigest: input.components.includes("content-digest") ? digest : undefined };
}

/** Holds a body against the digest that the signature covers; without a body there need be none. */
export function verifyDigest(contentDigest: string | undefined, body: Buffer): void {
  if (contentDigest === undefined) {
    if (body.length === 0) return;
    throw invalid("not covered: content-digest, and the request has a body");
  }
  const digests = digestsOf(contentDigest);
  if (digests === undefined) throw invalid("Content-Digest: expected sha-256 or sha-512");
  for (const [algorithm, digest] of digests) {
    const own = hash(algorithm.replace("-", ""), body, "buffer");
    if (!areEqual(own, digest)) throw invalid("Content-Digest: does not match the body");
  }
}

/** The refusal of a signature; `detail` names the part at fault and no secret. */
export function invalid(detail: string): Error {
  return fail("signature_invalid", detail);
}

function readInput(request: SignedRequest): SignatureInput {
  const header = request.header("signature-input");
  if (header === undefined) throw invalid("Signature-Input: missing");
  if (request.header("signature") === undefined) throw invalid("Signature: missing");
  const input = parseSignatureInput(header);
  if (input === undefined) {
    throw invalid("Signature-Input: malformed, or not one signature in its canonical spelling");
  }
  return input;
}

/** Answers the nonce. */
function checkParameters(
  { parameters }: SignatureInput,
  keyId: string,
  algorithm: string,
  nowSeconds: number,
): string {
  const created = parameters.get("created");
  const expires = parameters.get("expires");
  const nonce = parameters.get("nonce");
  if (!isTime(created)) throw invalid("created: expected seconds since 1970");
  if (created < nowSeconds - windowSeconds) {
    throw invalid(`created: stale, more than ${windowSeconds} s ago`);
  }
  if (created > nowSeconds + windowSeconds) {
    throw invalid(`created: from the future, more than ${windowSeconds} s ahead`);
  }
  if (expires !== undefined && !(isTime(expires) && expires >= nowSeconds)) {
    throw invalid("expires: over");
  }
  if (typeof nonce !== "string" || !/^[\x21-\x7e]{16,128}$/.test(nonce)) {
    throw invalid("nonce: expected 16 to 128 characters without spaces");
  }
  if (parameters.get("keyid") !== keyId) throw invalid("keyid: not the id of the X-API-KEY");
  if ((parameters.get("alg") ?? algorithm) !== algorithm) {
    throw invalid("alg: not the key's");
  }
  return nonce;
}

function isTime(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

function isGenuine(
  algorithm: Verifier["algorithm"],
  key: KeyObject,
  base: string,
  signature: Uint8Array,
): boolean {
  // latin1: as Node reads headers, one character a byte.
  const bytes = Buffer.from(base, "latin1");
  if (algorithm === "ed25519") return verify(null, bytes, key, signature);
  return areEqual(createHmac("sha256", key).update(bytes).digest(), signature);
}

/** In a time that tells nothing of the bytes. */
function areEqual(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}

/** Keys once read, by their ids: a key's material never changes. */
const verifiers = new Map<string, Verifier>();
const verifiersMax = 10_000;

/** What verifies this caller's signatures; undefined for a key from before there were any. */
export function verifierOf({ caller, signing }: KeyHolder): Verifier | undefined {
  if (signing === undefined) return undefined;
  const known = verifiers.get(caller.key_id);
  if (known !== undefined) return known;
  const { algorithm } = signing;
  const key = keyObject(algorithm, Buffer.from(signing.material(), "base64"));
  const verifier = { key_id: caller.key_id, algorithm, key };
  if (verifiers.size >= verifiersMax) verifiers.clear();
  verifiers.set(caller.key_id, verifier);
  return verifier;
}

function keyObject(algorithm: Verifier["algorithm"], material: Buffer): KeyObject {
  if (algorithm === "hmac-sha256") return createSecretKey(material);
  const jwk = { kty: "OKP", crv: "Ed25519", x: material.toString("base64url") };
  return createPublicKey({ format: "jwk", key: jwk });
}

const decoyKeys = {
  ed25519: generateKeyPairSync("ed25519").publicKey,
  "hmac-sha256": createSecretKey(randomBytes(32)),
};

/** Does for an unknown key the work that a known one would have taken, so that time tells nothing. */
export function pretendToVerify(request: SignedRequest, nowSeconds: number): void {
  const header = request.header("signature-input") ?? "";
  const algorithm = header.includes("hmac-sha256") ? "hmac-sha256" : "ed25519";
  const [, keyid = ""] = /;keyid="([^"]*)"/.exec(header) ?? [];
  try {
    verifySignature(request, { key_id: keyid, algorithm, key: decoyKeys[algorithm] }, nowSeconds);
  } catch {
    // The key is unknown, and that is what is answered.
  }
}
