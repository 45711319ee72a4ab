import { randomBytes } from "node:crypto";
import type { Account } from "../books/accounts.ts";
import { linesOf, sign } from "./signature.ts";

/** Signs what goes to a merchant, as the faults of signatures say. */
export function platformHeaders(
  { keys }: Account,
  serial: string,
  body: string,
  now: Date,
  fault: string | undefined,
): Readonly<Record<string, string>> {
  if (fault === "missing_signature") return {};
  const timestamp = Math.floor(now.getTime() / 1000);
  const nonce = randomBytes(16).toString("hex");
  const signed = fault === "wrong_signature" ? `${body} ` : body;
  const signature = sign(linesOf(timestamp, nonce, signed), keys.platform_private_key ?? "");
  // WeChat Pay tests whether merchants verify: such a signature must not be taken.
  const shown =
    fault === "signature_probe" ? `WECHATPAY/SIGNTEST/${signature.slice(19)}` : signature;
  return {
    "Wechatpay-Timestamp": String(timestamp),
    "Wechatpay-Nonce": nonce,
    "Wechatpay-Signature": shown,
    "Wechatpay-Serial": serial,
    "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048",
  };
}
