export { contentDigest, digestsOf } from "./content-digest.ts";
export { ed25519Signer, hmacSigner, type RequestToSign, type Signer, signRequest } from "./sign.ts";
export { type SignedRequest, signatureBase } from "./signature-base.ts";
export { parseSignature, parseSignatureInput, type SignatureInput } from "./signature-headers.ts";
