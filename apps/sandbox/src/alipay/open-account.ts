import { randomInt } from "node:crypto";
import type { House } from "../house.ts";
import { makeRsaKeys } from "../rsa-keys.ts";

/** In the fields of Purse's own settings. */
export type AlipayFields = Readonly<
  Record<"app_id" | "seller_id" | "private_key" | "alipay_public_key", string>
>;

/** Opens a merchant's account with an app that may use every product. */
export async function openAlipayAccount({ books }: House, balance: number): Promise<AlipayFields> {
  const [app, alipay] = await Promise.all([makeRsaKeys(), makeRsaKeys()]);
  const app_id = `2021${digits(12)}`;
  const seller_id = `2088${digits(12)}`;
  books.accounts.insert({
    channel: "alipay",
    merchant_id: seller_id,
    app_id,
    balance,
    keys: { app_public_key: app.publicKey, alipay_private_key: alipay.privateKey },
  });
  return {
    app_id,
    seller_id,
    private_key: app.privateKey,
    alipay_public_key: alipay.publicKey,
  };
}

function digits(count: number): string {
  return String(randomInt(10 ** count)).padStart(count, "0");
}
