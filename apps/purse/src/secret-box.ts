import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { type SecretBox, SecretKeyMissing } from "@purse/core";

const algorithm = "aes-256-gcm";
const [nonceBytes, tagBytes] = [12, 16];

/**
 * AES-256-GCM: `v1.<the key's id>.<base64url of nonce, ciphertext and tag>`. The first key seals,
 * all of them open. Without a key secrets of test merchants are kept as `plain.<the secret>`.
 */
export function secretBox(keys: readonly Buffer[]): SecretBox {
  const keyById = new Map(keys.map((key) => [idOf(key), key]));
  const [first] = keys;

  return {
    seal(secret, about, mode) {
      if (first !== undefined) return `v1.${idOf(first)}.${encrypt(first, secret, about)}`;
      if (mode === "test") return `plain.${secret}`;
      throw new SecretKeyMissing(
        "PURSE_SECRET_KEY is not set, and live secrets are sealed with it",
      );
    },

    open(sealed, about) {
      if (sealed.startsWith("plain.")) return sealed.slice("plain.".length);
      const [version, id = "", text = ""] = sealed.split(".");
      const key = keyById.get(id);
      if (version !== "v1" || key === undefined) {
        throw new Error(`no key of PURSE_SECRET_KEY has the id ${id}, which sealed ${about}`);
      }
      return decrypt(key, text, about);
    },
  };
}

/** Tells keys apart and nothing about them: 32 bits of a digest of 256 random ones. */
function idOf(key: Buffer): string {
  return createHash("sha256").update(key).digest("hex").slice(0, 8);
}

function encrypt(key: Buffer, secret: string, about: string): string {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  cipher.setAAD(Buffer.from(about));
  const text = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, text, cipher.getAuthTag()]).toString("base64url");
}

function decrypt(key: Buffer, sealed: string, about: string): string {
  const bytes = Buffer.from(sealed, "base64url");
  const nonce = bytes.subarray(0, nonceBytes);
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(about)).setAuthTag(bytes.subarray(-tagBytes));
  const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
  return Buffer.concat([text, decipher.final()]).toString("utf8");
}
