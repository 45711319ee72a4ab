import { type Item, serializeDictionary, serializeInnerList } from "structured-headers";
import { contentDigest } from "./content-digest.ts";
import { signatureBase } from "./signature-base.ts";

/** What signs, in a browser as well: WebCrypto does the work. */
export interface Signer {
  /** The key's id, `key_…`. */
  readonly keyid: string;
  readonly algorithm: "ed25519" | "hmac-sha256";
  readonly sign: (text: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer>;
}

export interface RequestToSign {
  readonly method: string;
  readonly url: string;
  readonly apiKey: string;
  readonly body?: Uint8Array<ArrayBuffer> | undefined;
}

/** By the secret of a key of hmac-sha256, in base64. */
export async function hmacSigner(keyid: string, secret: string): Promise<Signer> {
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const key = await crypto.subtle.importKey("raw", bytesOf(secret), hmac, false, ["sign"]);
  return { keyid, algorithm: "hmac-sha256", sign: (text) => crypto.subtle.sign("HMAC", key, text) };
}

/** By a private key of ed25519 in PKCS #8, in base64 or PEM. */
export async function ed25519Signer(keyid: string, pkcs8: string): Promise<Signer> {
  const base64 = pkcs8.replaceAll(/-----[A-Z ]+-----|\s/g, "");
  const key = await crypto.subtle.importKey("pkcs8", bytesOf(base64), "Ed25519", false, ["sign"]);
  return { keyid, algorithm: "ed25519", sign: (text) => crypto.subtle.sign("Ed25519", key, text) };
}

/** The headers with which a request goes out signed, as docs/signing.md has it. */
export async function signRequest(
  { method, url, apiKey, body }: RequestToSign,
  { keyid, algorithm, sign }: Signer,
  {
    created = Math.floor(Date.now() / 1000),
    nonce = crypto.randomUUID(),
  }: { readonly created?: number; readonly nonce?: string } = {},
): Promise<Record<string, string>> {
  const { pathname: path, search } = new URL(url);
  const query = search.slice(1);
  const headers: Record<string, string> = { "x-api-key": apiKey };
  if (body !== undefined) headers["content-digest"] = await contentDigest(body);
  const components = ["@method", "@path", "@query", ...Object.keys(headers)];
  const parameters = new Map<string, string | number>([
    ["created", created],
    ["nonce", nonce],
    ["keyid", keyid],
    ["alg", algorithm],
  ]);
  const items = components.map((name): Item => [name, new Map()]);
  const params = serializeInnerList([items, parameters]);
  const header = (name: string) => headers[name];
  const base = signatureBase({ method, path, query, header }, components, params) ?? "";
  const signature = await sign(new TextEncoder().encode(base));
  return {
    ...headers,
    "signature-input": `sig1=${params}`,
    signature: serializeDictionary(new Map([["sig1", [signature, new Map()]]])),
  };
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}
