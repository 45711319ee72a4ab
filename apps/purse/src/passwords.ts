import {
  createDecipheriv,
  randomBytes,
  type ScryptOptions,
  scrypt,
  timingSafeEqual,
} from "node:crypto";
import type { Passwords } from "@purse/core";

/** OWASP's parameters for scrypt: 128 MiB of memory a comparison. */
const cost: ScryptOptions = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 2 ** 20 };
const [nonceBytes, tagBytes, saltBytes, keyBytes] = [12, 16, 16, 32];

/** Payment passwords by Node's own cryptography: AES-256-GCM on the way, scrypt at rest. */
export const passwords: Passwords = {
  open(randomKey, { random_key_id, ciphertext }) {
    const bytes = Buffer.from(ciphertext, "base64");
    const [nonce, tag] = [bytes.subarray(0, nonceBytes), bytes.subarray(-tagBytes)];
    const key = Buffer.from(randomKey, "base64");
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: tagBytes });
    decipher.setAAD(Buffer.from(random_key_id)).setAuthTag(tag);
    try {
      const text = decipher.update(bytes.subarray(nonceBytes, -tagBytes));
      return new TextDecoder("utf-8", { fatal: true }).decode(
        Buffer.concat([text, decipher.final()]),
      );
    } catch {
      // Not encrypted with this key, or not text.
      return undefined;
    }
  },

  async hash(password) {
    const salt = randomBytes(saltBytes);
    const hash = await derive(password, salt);
    return `${salt.toString("base64")}$${hash.toString("base64")}`;
  },

  async matches(password, stored) {
    const [salt = "", hash = ""] = stored.split("$");
    const derived = await derive(password, Buffer.from(salt, "base64"));
    return timingSafeEqual(derived, Buffer.from(hash, "base64"));
  },
};

function derive(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFC"), salt, keyBytes, cost, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
