import {
  constants,
  createCipheriv,
  createDecipheriv,
  privateDecrypt,
  randomBytes,
} from "node:crypto";

/** A sealed text as WeChat Pay writes it; the tag is at the ciphertext's end. */
export interface Sealed {
  readonly algorithm: "AEAD_AES_256_GCM";
  readonly nonce: string;
  readonly associated_data: string;
  readonly ciphertext: string;
}

const tagBytes = 16;

/** Seals under the merchant's APIv3 key: 32 characters, used as they are. */
export function seal(text: string, key: string, associated_data: string): Sealed {
  const nonce = randomBytes(6).toString("hex");
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(associated_data));
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  const ciphertext = sealed.toString("base64");
  return { algorithm: "AEAD_AES_256_GCM", nonce, associated_data, ciphertext };
}

/** The merchant's part: opens what was sealed, or throws. */
export function unseal({ ciphertext, nonce, associated_data }: Sealed, key: string): string {
  const bytes = Buffer.from(ciphertext, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, nonce)
    .setAAD(Buffer.from(associated_data))
    .setAuthTag(bytes.subarray(-tagBytes));
  return decipher.update(bytes.subarray(0, -tagBytes), undefined, "utf8") + decipher.final("utf8");
}

/** Opens a sensitive field: RSA-OAEP with SHA-1 under the platform's key; undefined when it is none. */
export function openField(text: string, privateKey: string): string | undefined {
  try {
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const opened = privateDecrypt({ key: privateKey, padding }, Buffer.from(text, "base64"));
    return opened.toString("utf8");
  } catch {
    return undefined;
  }
}
