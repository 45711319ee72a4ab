import { z } from "zod";
import { id } from "./fields.ts";

/**
 * A payment password on its way: AES-256-GCM under a random key, with the random key's id as
 * additional data; base64 of nonce (12 bytes), ciphertext and tag (16 bytes).
 */
export const EncryptedPassword = z
  .strictObject({
    random_key_id: id("rnd", "the random key that it is encrypted with"),
    ciphertext: z
      .string()
      .regex(/^[A-Za-z0-9+/]{44,160}={0,2}$/, { error: "expected base64 of 34 to 120 bytes" })
      .meta({ description: "base64 of nonce (12 bytes), AES-256-GCM ciphertext and tag (16)" }),
  })
  .meta({ id: "EncryptedPassword" });
export type EncryptedPassword = z.infer<typeof EncryptedPassword>;
