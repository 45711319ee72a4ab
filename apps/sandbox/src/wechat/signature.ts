import { createSign, createVerify } from "node:crypto";

/** What both sides sign: lines, each ended, the last one too. */
export function linesOf(...lines: readonly (string | number)[]): string {
  return lines.map((line) => `${line}\n`).join("");
}

/** SHA256-RSA2048 in base64. */
export function sign(text: string, privateKey: string): string {
  return createSign("RSA-SHA256").update(text).sign(privateKey, "base64");
}

export function isSignedBy(text: string, signature: string, publicKey: string): boolean {
  return createVerify("RSA-SHA256").update(text).verify(publicKey, signature, "base64");
}
