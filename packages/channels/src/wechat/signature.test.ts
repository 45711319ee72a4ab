import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { privateKeyOf, publicKeyOf } from "../keys.ts";
import {
  authorizationOf,
  faultOfSignature,
  isV2SignedBy,
  signatureOf,
  v2SignatureOf,
} from "./signature.ts";

const directory = mkdtempSync(join(tmpdir(), "purse-wechat-"));
afterAll(() => rmSync(directory, { recursive: true }));

/** What another implementation says: openssl. */
function openssl(args: readonly string[], input = ""): Buffer {
  return execFileSync("openssl", args, {
    cwd: directory,
    input,
    stdio: ["pipe", "pipe", "ignore"],
  });
}
const pem = openssl(["genrsa", "2048"]).toString();
writeFileSync(join(directory, "key.pem"), pem);
const publicPem = openssl(["rsa", "-in", "key.pem", "-pubout"]).toString();
const certificate = openssl([
  "req",
  "-x509",
  "-new",
  "-key",
  "key.pem",
  "-subj",
  "/CN=Tenpay",
  "-days",
  "2",
]).toString();
const key = privateKeyOf(pem)!;

const now = new Date("2026-11-25T10:00:00Z");
const seconds = String(now.getTime() / 1000);

test("a request is signed as openssl signs it", () => {
  const url = "https://api.mch.weixin.qq.com/v3/pay/transactions/out-trade-no/1?mchid=19";
  const header = authorizationOf({ mch_id: "19", serial_no: "AB" }, key, {
    method: "GET",
    url,
    body: "",
    now,
    nonce: "nonce",
  });
  const text = `GET\n/v3/pay/transactions/out-trade-no/1?mchid=19\n${seconds}\nnonce\n\n`;
  const signature = openssl(["dgst", "-sha256", "-sign", "key.pem"], text).toString("base64");
  expect(header).toBe(
    `WECHATPAY2-SHA256-RSA2048 mchid="19",nonce_str="nonce",signature="${signature}",timestamp="${seconds}",serial_no="AB"`,
  );
});

function headersOf(body: string, changes: Record<string, string> = {}) {
  const signature = openssl(["dgst", "-sha256", "-sign", "key.pem"], `${seconds}\nn\n${body}\n`);
  return {
    "wechatpay-timestamp": seconds,
    "wechatpay-nonce": "n",
    "wechatpay-serial": "PUB",
    "wechatpay-signature": signature.toString("base64"),
    ...changes,
  };
}

test.each([publicPem, certificate])(
  "what openssl signed verifies, by key or certificate",
  (text) => {
    const platform = { id: "PUB", key: publicKeyOf(text)! };
    for (const body of ["", '{"code_url":"weixin://"}', "支付\r\n"]) {
      expect(faultOfSignature(headersOf(body), body, platform, now)).toBeUndefined();
    }
  },
);

const platform = { id: "PUB", key: publicKeyOf(publicPem)! };

test.each(["timestamp", "nonce", "signature", "serial"])(
  "without its %s nothing is signed",
  (name) => {
    const headers = headersOf("{}", { [`wechatpay-${name}`]: "" });
    expect(faultOfSignature(headers, "{}", platform, now)).toBe("not signed");
  },
);

test("another body, another time, another key, a probe", () => {
  expect(faultOfSignature(headersOf("{}"), "{ }", platform, now)).toBe("wrongly signed");
  for (const minutes of [-5, 5]) {
    const other = new Date(now.getTime() + minutes * 60_000);
    expect(faultOfSignature(headersOf("{}"), "{}", platform, other)).toBe("signed at another time");
  }
  const almost = new Date(now.getTime() + 299_000);
  expect(faultOfSignature(headersOf("{}"), "{}", platform, almost)).toBeUndefined();
  for (const timestamp of ["1e9", "NaN", "-1"]) {
    const headers = headersOf("{}", { "wechatpay-timestamp": timestamp });
    expect(faultOfSignature(headers, "{}", platform, now)).toBe("signed at another time");
  }
  const serial = headersOf("{}", { "wechatpay-serial": "PUB2" });
  expect(faultOfSignature(serial, "{}", platform, now)).toBe("signed with another key");
  const probe = headersOf("{}", { "wechatpay-signature": "WECHATPAY/SIGNTEST/abc" });
  expect(faultOfSignature(probe, "{}", platform, now)).toMatch("probe");
});

test("lines are signed with their line feeds", () => {
  const expected = openssl(["dgst", "-sha256", "-sign", "key.pem"], "a\nb\n").toString("base64");
  expect(signatureOf(["a", "b"], key)).toBe(expected);
});

test("v2: the example of WeChat Pay's documentation", () => {
  const fields = {
    appid: "wxd930ea5d5a258f4f",
    mch_id: "10000100",
    device_info: "1000",
    body: "test",
    nonce_str: "ibuaiVcKdpRxkhJA",
    detail: "",
  };
  const secret = "192006250b4c09247ec02edce69f6a2d";
  const sign = "9A0A8659F005D6984697E2CA0A9CF3B7";
  expect(v2SignatureOf(fields, secret)).toBe(sign);
  expect(isV2SignedBy({ ...fields, sign }, secret)).toBe(true);
  expect(isV2SignedBy({ ...fields, body: "tesT", sign }, secret)).toBe(false);
  expect(isV2SignedBy(fields, secret)).toBe(false);
});
