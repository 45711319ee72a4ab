import { type KeyObject, sign, verify } from "node:crypto";

/** RSA2 in Alipay's words. What a message says of its own algorithm is never followed. */
const algorithm = "RSA-SHA256";

/** The text that Alipay signs of parameters: sorted, `name=value`, joined by `&`. */
export function signedText(parameters: Readonly<Record<string, string>>): string {
  return Object.entries(parameters)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

/** The signature in base64. */
export function signatureOf(text: string, key: KeyObject): string {
  return sign(algorithm, Buffer.from(text), key).toString("base64");
}

/** Only in the one way that base64 writes these bytes. */
export function isSignedBy(key: KeyObject, text: string, signature: string): boolean {
  const bytes = Buffer.from(signature, "base64");
  return bytes.toString("base64") === signature && verify(algorithm, Buffer.from(text), key, bytes);
}
