import { randomBytes } from "node:crypto";
import type { Mode, NewId } from "@purse/core";
import { v7 } from "uuid";

/** UUIDv7 (RFC 9562): its 74 random bits can't be guessed, its time keeps indexes compact. */
export const newId: NewId = (prefix) => `${prefix}_${v7().replaceAll("-", "")}`;

/** A secret that signs requests: as long as the digest of hmac-sha256. */
export function newSigningSecret(): string {
  return randomBytes(32).toString("base64");
}

/** An X-API-KEY that shows its mode and hides 256 random bits. */
export function newApiKey(mode: Mode): string {
  return `purse_${mode}_${randomBytes(32).toString("base64url")}`;
}
