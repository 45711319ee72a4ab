import { z } from "zod";
import { bodyWalletId, Id, Time } from "./fields.ts";
import type { Operation } from "./operation.ts";

/** A factor for one use by one wallet, within five minutes. */
export const RandomKey = z
  .strictObject({
    id: Id.meta({ examples: ["rnd_019abf6c2d5f7d3c8a41f0e2b7c96d58"] }),
    random_key: z
      .string()
      .describe("base64 of the 32 bytes that a payment password is encrypted with"),
    expires_at: Time,
  })
  .meta({ id: "RandomKey" });
export type RandomKey = z.infer<typeof RandomKey>;

export const randomKeys = {
  create: {
    method: "POST",
    path: "/v1/random-keys",
    summary: "Get a one-time key for a wallet's payment password",
    description: "Encrypt the password with it, as `EncryptedPassword` says, and send it at once.",
    body: z.strictObject({ wallet_id: bodyWalletId("the wallet whose password it is for") }),
    output: RandomKey,
    errors: [
      "request_body_walletid_not_exist",
      "api_key_wallet_mismatching",
      "wallet_not_under_api_key",
      "get_random_key_time_out",
    ],
  },
} as const satisfies Record<string, Operation>;
