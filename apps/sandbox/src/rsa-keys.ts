import { KeyObject, webcrypto } from "node:crypto";

export const rsa = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
};

/** A fresh RSA key pair, with both halves as PEM. */
export interface RsaKeys {
  readonly pair: webcrypto.CryptoKeyPair;
  /** PKCS 8 */
  readonly privateKey: string;
  /** SPKI */
  readonly publicKey: string;
}

export async function makeRsaKeys(): Promise<RsaKeys> {
  const pair = await webcrypto.subtle.generateKey(rsa, true, ["sign", "verify"]);
  return {
    pair,
    privateKey: pemOf(KeyObject.from(pair.privateKey), "pkcs8"),
    publicKey: pemOf(KeyObject.from(pair.publicKey), "spki"),
  };
}

function pemOf(key: KeyObject, type: "pkcs8" | "spki"): string {
  return key.export({ format: "pem", type }).toString();
}
