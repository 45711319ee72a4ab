import { createPrivateKey, createPublicKey, generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { privateKeyOf, publicKeyOf } from "./keys.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** A key as PEM, as bare base64, and as bare base64 broken into lines. */
function textsOf(pem: string): string[] {
  const bare = pem.replaceAll(/-----[^-]+-----|\n/g, "");
  return [pem, bare, bare.replaceAll(/(.{64})/g, "$1\r\n")];
}

test.each(["pkcs1", "pkcs8"] as const)("a private key of %s, PEM or bare", (type) => {
  for (const text of textsOf(privateKey.export({ type, format: "pem" }).toString())) {
    expect(privateKeyOf(text)?.equals(privateKey)).toBe(true);
  }
});

test.each(["pkcs1", "spki"] as const)("a public key of %s, PEM or bare", (type) => {
  for (const text of textsOf(publicKey.export({ type, format: "pem" }).toString())) {
    expect(publicKeyOf(text)?.equals(publicKey)).toBe(true);
  }
});

test("what is no RSA key of its kind is none", () => {
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  const curve = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const curvePem = curve.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  for (const text of ["", "k".repeat(64), `${pem.slice(0, 200)}`, curvePem]) {
    expect(privateKeyOf(text)).toBeUndefined();
  }
  for (const text of ["", "k".repeat(64), pem]) expect(publicKeyOf(text)).toBeUndefined();
});

test("a key is parsed once", () => {
  const pem = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  expect(privateKeyOf(pem)).toBe(privateKeyOf(pem));
  expect(createPublicKey(createPrivateKey(pem)).equals(publicKey)).toBe(true);
});
