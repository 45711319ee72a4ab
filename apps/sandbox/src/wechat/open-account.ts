import { randomBytes, randomInt } from "node:crypto";
import type { House } from "../house.ts";
import { makeRsaKeys } from "../rsa-keys.ts";

/** In the fields of Purse's own settings. */
export type WechatFields = Readonly<
  Record<
    | "app_id"
    | "mch_id"
    | "serial_no"
    | "private_key"
    | "public_key_id"
    | "public_key"
    | "api_v3_key"
    | "api_v2_key"
    | "certificate",
    string
  >
>;

/** Opens a merchant's account, with the keys and the certificate of both API versions. */
export async function openWechatAccount(
  { books, authority }: House,
  balance: number,
): Promise<WechatFields> {
  const [merchant, platform] = await Promise.all([makeRsaKeys(), makeRsaKeys()]);
  const mch_id = `16${randomInt(10 ** 8)}`.padEnd(10, "0");
  const app_id = `wx${randomBytes(8).toString("hex")}`;
  const { certificate, serial_no } = await authority.issue(mch_id, merchant.pair.publicKey);
  const certified = await authority.issue("Purse Sandbox Platform", platform.pair.publicKey);
  const shared = {
    serial_no,
    certificate,
    public_key_id: `PUB_KEY_ID_01${mch_id}${randomInt(10 ** 12)}`,
    public_key: platform.publicKey,
    api_v3_key: randomBytes(16).toString("hex"),
    api_v2_key: randomBytes(16).toString("hex"),
  };
  books.accounts.insert({
    channel: "wechat",
    merchant_id: mch_id,
    app_id,
    balance,
    keys: {
      ...shared,
      merchant_public_key: merchant.publicKey,
      platform_private_key: platform.privateKey,
      platform_certificate: certified.certificate,
      platform_serial_no: certified.serial_no,
    },
  });
  return { app_id, mch_id, private_key: merchant.privateKey, ...shared };
}
