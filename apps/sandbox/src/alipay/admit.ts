import type { Account } from "../books/accounts.ts";
import type { House } from "../house.ts";
import { timeOf } from "./gmt8.ts";
import type { Call, Method } from "./method.ts";
import { methods } from "./methods.ts";
import type { Notices } from "./notices.ts";
import type { Parameters } from "./parameters.ts";
import { Refused } from "./refused.ts";
import { contentOf, isSignedBy } from "./signature.ts";

/** What has to be there, in the order in which its absence is told. */
const required = [
  ["method", "isv.missing-method", "缺少方法名参数"],
  ["app_id", "isv.missing-app-id", "缺少appId参数"],
  ["sign_type", "isv.missing-signature-type", "缺少签名类型参数"],
  ["sign", "isv.missing-signature", "缺少签名参数"],
  ["timestamp", "isv.missing-timestamp", "缺少时间戳参数"],
  ["version", "isv.missing-version", "缺少版本参数"],
] as const;

/** What has to be so where it is given. */
// biome-ignore format: one rule a row
const rules = [
  ["method",    (text: string) => methods.has(text),                    "isv.invalid-method",         "不存在的方法名"],
  ["format",    (text: string) => text.toUpperCase() === "JSON",        "isv.invalid-format",         "无效的数据格式"],
  ["charset",   (text: string) => text.toLowerCase() === "utf-8",       "isv.invalid-charset",        "字符集错误"],
  ["sign_type", (text: string) => text === "RSA2",                      "isv.invalid-signature-type", "无效的签名类型"],
  ["timestamp", (text: string) => timeOf(text) !== undefined,           "isv.invalid-timestamp",      "非法的时间戳参数"],
  ["version",   (text: string) => text === "1.0",                       "isv.invalid-parameter",      "参数无效: version"],
] as const;

/** The app that calls, undefined when there is none of that name. */
export function appOf({ books }: House, { app_id = "" }: Parameters): Account | undefined {
  return books.accounts.ofApp("alipay", app_id);
}

/** Lets a request through to its method, or throws `Refused` as the gateway would. */
export function admit(
  house: House,
  notices: Notices,
  parameters: Parameters,
): { readonly method: Method; readonly call: Call; readonly bizContent: unknown } {
  for (const [name, subCode, says] of required) {
    if (!parameters[name]) throw new Refused("40001", subCode, says);
  }
  for (const [name, isRight, subCode, says] of rules) {
    const text = parameters[name];
    if (text && !isRight(text)) throw new Refused("40002", subCode, says);
  }
  const app = appOf(house, parameters);
  if (app === undefined) throw new Refused("40002", "isv.invalid-app-id", "无效的AppID参数");
  checkSignature(app, parameters);
  const method = methods.get(parameters.method ?? "");
  if (method === undefined) throw new Refused("40002", "isv.invalid-method", "不存在的方法名");
  const call = {
    house,
    notices,
    app,
    merchant: merchantOf(house, app, parameters.app_auth_token),
    notify_url: parameters.notify_url || null,
    return_url: parameters.return_url || null,
  };
  return { method, call, bizContent: readBizContent(parameters.biz_content) };
}

function checkSignature(app: Account, parameters: Parameters): void {
  const content = contentOf(parameters, ["sign"]);
  if (isSignedBy(content, parameters.sign ?? "", app.keys.app_public_key ?? "")) return;
  const seen = content.replaceAll("&", "&amp;");
  const says = `验签出错，建议检查签名字符串或签名私钥与应用公钥是否匹配，网关生成的验签字符串为：${seen}`;
  throw new Refused("40002", "isv.invalid-signature", says);
}

/** An app_auth_token is `auth` and the seller_id of the merchant who gave it. */
function merchantOf({ books }: House, app: Account, token: string | undefined): Account {
  if (!token) return app;
  const merchant = token.startsWith("auth")
    ? books.accounts.ofMerchant("alipay", token.slice("auth".length))
    : undefined;
  if (merchant !== undefined) return merchant;
  throw new Refused("20001", "aop.invalid-app-auth-token", "无效的应用授权令牌");
}

function readBizContent(text = "{}"): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused("40002", "isv.invalid-parameter", "参数无效: biz_content");
  }
}
