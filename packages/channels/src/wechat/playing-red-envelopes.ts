import "reflect-metadata";
import { webcrypto } from "node:crypto";
import {
  PemConverter,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
} from "@peculiar/x509";
import { account } from "./playing-wechat.ts";

const rsa = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

/** A private key and its own certificate, both PEM. */
export async function newCertificate() {
  const length = { modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) };
  const keys = await webcrypto.subtle.generateKey({ ...rsa, ...length }, true, ["sign", "verify"]);
  const generated = await X509CertificateGenerator.createSelfSigned({
    name: "CN=localhost",
    keys,
    signingAlgorithm: rsa,
    extensions: [new SubjectAlternativeNameExtension([{ type: "ip", value: "127.0.0.1" }])],
  });
  const pkcs8 = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    private_key: PemConverter.encode(pkcs8, "PRIVATE KEY"),
    certificate: generated.toString("pem"),
  };
}

/** An account that can send red envelopes. */
export const redAccount = {
  ...account,
  ...(await newCertificate()),
  api_v2_key: "abcdef0123456789abcdef0123456789",
};
