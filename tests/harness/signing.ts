import { generateKeyPairSync } from "node:crypto";
import { createKey, type Mode } from "@purse/core";
import {
  ed25519Signer,
  hmacSigner,
  type RequestToSign,
  type Signer,
  signRequest,
} from "@purse/signatures";
import type { TestPurse } from "./purse.ts";

export interface SigningKeyholder {
  readonly merchant_id: string;
  readonly api_key: string;
  readonly key_id: string;
  readonly signer: Signer;
  /** PEM, of one of ed25519. */
  readonly privateKey: string;
  /** base64, of one of hmac-sha256. */
  readonly secret: string;
}

/** A key of a merchant's with what signs for it. */
export async function signingKey(
  { house }: Pick<TestPurse, "house">,
  merchant_name: string,
  mode: Mode,
  algorithm: Signer["algorithm"],
): Promise<SigningKeyholder> {
  const pair = generateKeyPairSync("ed25519");
  const public_key =
    algorithm === "ed25519"
      ? pair.publicKey.export({ format: "pem", type: "spki" }).toString()
      : undefined;
  const request = { merchant_name, mode, algorithm, public_key };
  const made = await house.core.operate("test", (scope) => createKey(scope, request));
  if (!made.ok) throw made.error;
  const { key, merchant, api_key, signing_secret } = made.data;
  const pem = pair.privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  const signer =
    algorithm === "ed25519"
      ? await ed25519Signer(key.id, pem)
      : await hmacSigner(key.id, signing_secret!);
  const secret = signing_secret ?? "";
  return { merchant_id: merchant.id, api_key, key_id: key.id, signer, privateKey: pem, secret };
}

/** A live key that signs by ed25519, if it likes to. */
export async function liveKey(purse: Pick<TestPurse, "house">): Promise<string> {
  return (await signingKey(purse, "live", "live", "ed25519")).api_key;
}

/** The headers of a signed request of this key's. */
export function signedHeaders(
  { api_key, signer }: Pick<SigningKeyholder, "api_key" | "signer">,
  request: Omit<RequestToSign, "apiKey" | "body"> & { readonly body?: string | undefined },
  parameters?: Parameters<typeof signRequest>[2],
): Promise<Record<string, string>> {
  const body = request.body === undefined ? undefined : new TextEncoder().encode(request.body);
  return signRequest({ ...request, apiKey: api_key, body }, signer, parameters);
}
