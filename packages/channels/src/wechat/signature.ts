import {
  createHash,
  type KeyObject,
  randomBytes,
  sign,
  timingSafeEqual,
  verify,
} from "node:crypto";

const algorithm = "RSA-SHA256";

/** How far WeChat Pay's clock may be from ours, in seconds. */
const clockSkewMax = 300;

/** The signature of lines, each with its line feed, in base64. */
export function signatureOf(lines: readonly string[], key: KeyObject): string {
  return sign(algorithm, textOf(lines), key).toString("base64");
}

interface Signed {
  readonly method: "GET" | "POST";
  readonly url: string;
  readonly body: string;
  readonly now: Date;
  /** Made up where it is left out. */
  readonly nonce?: string;
}

/** The Authorization header of a v3 request. */
export function authorizationOf(
  { mch_id, serial_no }: { readonly mch_id: string; readonly serial_no: string },
  key: KeyObject,
  { method, url, body, now, nonce = newNonce() }: Signed,
): string {
  const { pathname, search } = new URL(url);
  const timestamp = secondsOf(now);
  const signature = signatureOf([method, `${pathname}${search}`, timestamp, nonce, body], key);
  const parts = { mchid: mch_id, nonce_str: nonce, signature, timestamp, serial_no };
  const pairs = Object.entries(parts).map(([name, value]) => `${name}="${value}"`);
  return `WECHATPAY2-SHA256-RSA2048 ${pairs.join(",")}`;
}

/**
 * Whether headers sign a body as WeChat Pay does; a fault's name when not. Nothing of an answer or
 * a notification may be believed before.
 */
export function faultOfSignature(
  headers: Readonly<Record<string, string>>,
  body: string,
  platform: { readonly id: string; readonly key: KeyObject },
  now: Date,
): string | undefined {
  const [timestamp, nonce, signature, serial] = ["timestamp", "nonce", "signature", "serial"].map(
    (name) => headers[`wechatpay-${name}`] ?? "",
  );
  if (!timestamp || !nonce || !signature || !serial) return "not signed";
  // biome-ignore lint/plugin: seconds, up to twelve digits.
  const skew = /^\d{1,12}$/.test(timestamp) ? Number(timestamp) - now.getTime() / 1000 : Infinity;
  if (Math.abs(skew) >= clockSkewMax) return "signed at another time";
  if (serial !== platform.id) return "signed with another key";
  // What WeChat Pay sends to see whether signatures are verified at all.
  if (signature.startsWith("WECHATPAY/SIGNTEST/")) return "a probe with a wrong signature";
  const signatureBytes = Buffer.from(signature, "base64");
  const isSigned = verify(
    algorithm,
    textOf([timestamp, nonce, body]),
    platform.key,
    signatureBytes,
  );
  return isSigned ? undefined : "wrongly signed";
}

/** The signature of a v2 message: MD5 over its fields in order, with the merchant's key behind them. */
export function v2SignatureOf(fields: Readonly<Record<string, string>>, key: string): string {
  const pairs = Object.entries(fields)
    .filter(([name, value]) => name !== "sign" && value !== "")
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`);
  const text = [...pairs, `key=${key}`].join("&");
  return createHash("md5").update(text).digest("hex").toUpperCase();
}

export function isV2SignedBy(fields: Readonly<Record<string, string>>, key: string): boolean {
  const [given, expected] = [fields.sign ?? "", v2SignatureOf(fields, key)].map((text) =>
    createHash("sha256").update(text).digest(),
  );
  return given !== undefined && expected !== undefined && timingSafeEqual(given, expected);
}

export function newNonce(): string {
  return randomBytes(16).toString("hex");
}

export function secondsOf(moment: Date): string {
  return String(Math.floor(moment.getTime() / 1000));
}

function textOf(lines: readonly string[]): Buffer {
  return Buffer.from(lines.map((line) => `${line}\n`).join(""));
}
