import { createSign, createVerify } from "node:crypto";

/** The text that is signed: the parameters in the order of their names, empty ones left out. */
export function contentOf(
  parameters: Readonly<Record<string, string>>,
  unsigned: readonly string[],
): string {
  return Object.keys(parameters)
    .filter((name) => parameters[name] !== "" && !unsigned.includes(name))
    .toSorted()
    .map((name) => `${name}=${parameters[name]}`)
    .join("&");
}

/** RSA2: SHA-256 with RSA, in base64. */
export function sign(content: string, privateKey: string): string {
  return createSign("sha256").update(content, "utf8").sign(privateKey, "base64");
}

export function isSignedBy(content: string, signature: string, publicKey: string): boolean {
  return createVerify("sha256").update(content, "utf8").verify(publicKey, signature, "base64");
}
