import { type KeyObject, X509Certificate } from "node:crypto";
import { WechatAccount } from "@purse/contract";
import type { ChannelAccess } from "@purse/core";
import { privateKeyOf, publicKeyOf } from "../keys.ts";

/** A merchant's account at WeChat Pay with its keys. */
export interface Keys {
  readonly account: WechatAccount;
  readonly privateKey: KeyObject;
  readonly platform: { readonly id: string; readonly key: KeyObject };
}

/** The account with its keys, or which parameter is none. */
export function keysOf(access: ChannelAccess): Keys | { readonly fault: string } {
  const parsed = WechatAccount.safeParse(access.parameters);
  if (!parsed.success) {
    return { fault: `${parsed.error.issues[0]?.path.join(".")}: not as the account needs it` };
  }
  const account = parsed.data;
  const privateKey = privateKeyOf(account.private_key);
  if (privateKey === undefined) return { fault: "private_key: not an RSA private key" };
  const key = publicKeyOf(account.public_key);
  if (key === undefined) return { fault: "public_key: not an RSA public key or certificate" };
  return { account, privateKey, platform: { id: account.public_key_id, key } };
}

/** The merchant's certificate as PEM; undefined when it is none, or another key's. */
export function certificateOf(text: string, privateKey: KeyObject): string | undefined {
  try {
    const bytes = text.includes("-----BEGIN") ? text : Buffer.from(text, "base64");
    const certificate = new X509Certificate(bytes);
    return certificate.checkPrivateKey(privateKey) ? certificate.toString() : undefined;
  } catch {
    return undefined;
  }
}
