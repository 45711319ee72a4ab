import type { Context } from "koa";
import type { Account } from "../books/accounts.ts";
import type { House } from "../house.ts";
import { Refused } from "./refused.ts";
import { isSignedBy, linesOf } from "./signature.ts";

const scheme = "WECHATPAY2-SHA256-RSA2048 ";
const windowSeconds = 300;
const mount = "/wechat";

/** The merchant that an Authorization header names, whether it may stand or not. */
export function claimedBy({ books }: House, ctx: Context): Account | undefined {
  const { mchid = "" } = parametersOf(ctx.get("Authorization"));
  return books.accounts.ofMerchant("wechat", mchid);
}

/** The merchant who signed the request; throws `Refused` when nobody did. */
export function authorize(house: House, ctx: Context, body: string): Account {
  const header = ctx.get("Authorization");
  if (!header.startsWith(scheme)) throw signError("Http头缺少Authorization签名串");
  const { nonce_str = "", timestamp = "", signature = "", serial_no } = parametersOf(header);
  const account = claimedBy(house, ctx);
  if (account === undefined || serial_no !== account.keys.serial_no) {
    throw signError("商户证书序列号有误，请使用签名私钥匹配的证书序列号");
  }
  const age = Math.abs(house.now().getTime() / 1000 - Number(timestamp));
  if (!(age <= windowSeconds)) throw signError("Http头Authorization签名串中的时间戳已过期");
  const publicKey = account.keys.merchant_public_key ?? "";
  // The path as it was called, or as it is at WeChat Pay itself.
  const paths = [ctx.originalUrl, ctx.originalUrl.slice(mount.length)];
  const isRight = paths.some((path) =>
    isSignedBy(linesOf(ctx.method, path, timestamp, nonce_str, body), signature, publicKey),
  );
  if (!isRight) throw signError("错误的签名，验签失败");
  return account;
}

function parametersOf(header: string): Readonly<Partial<Record<string, string>>> {
  const pairs = [...header.matchAll(/(\w+)="([^"]*)"/g)];
  return Object.fromEntries(pairs.map(([, name = "", value]) => [name, value]));
}

function signError(message: string): Refused {
  return new Refused(401, "SIGN_ERROR", message);
}
