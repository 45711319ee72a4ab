import { createCipheriv, randomBytes } from "node:crypto";

/** As a payer's app encrypts a payment password under a random key. */
export function encryptPassword(random_key_id: string, randomKey: string, password: string) {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", Buffer.from(randomKey, "base64"), nonce);
  cipher.setAAD(Buffer.from(random_key_id));
  const text = Buffer.concat([cipher.update(password, "utf8"), cipher.final()]);
  const ciphertext = Buffer.concat([nonce, text, cipher.getAuthTag()]).toString("base64");
  return { random_key_id, ciphertext };
}
