import { generateKeyPairSync, verify } from "node:crypto";
import { expect, test } from "vitest";
import { publicKeyOf } from "../keys.ts";
import {
  authorizationOf,
  faultOfSignature,
  isV2SignedBy,
  signatureOf,
  v2SignatureOf,
} from "./signature.ts";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

// Made by openssl: a key (as public key and in a certificate) and what it signed.
const publicPem = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAsMutgjw95K3GQ1TP6zeb
AMVSSs7+de6aJczR+PggreEkUwGjbSw/A7S7TIimqoD0CEKfKEo3z3h+E7/EzWw2
8TAQ0dxa4B4tFc/4okX0T7M9RRgbtxmySGeWAiXLmu0PFkQW+LgHG/qD32hBzLd3
kAQyaPjuQKN0HT2JhxXkOGqFq+R+YTtqAJYdzfLCbtJXNpuNNQZzNDBHNikqA3do
3lj8oVXOTNaC6+iL+z7fkxXAO2BlPbfy9cO9I4iiRx9pn+tGvswu6Ax6g8N3cxCi
sFUvFCRJkrKfwmjtlT+anl7lVD7b/Xd+oIS7pK1C4fMbfei4dzcRXQb0ISOIVbia
RQIDAQAB
-----END PUBLIC KEY-----`;
const certificate = `-----BEGIN CERTIFICATE-----
MIIDAzCCAeugAwIBAgIUEyKNzZDSIlEjuJE7TOQRSidRKVIwDQYJKoZIhvcNAQEL
BQAwETEPMA0GA1UEAwwGVGVucGF5MB4XDTI2MTEyNTEwMzQzOVoXDTM2MTEyMjEw
MzQzOVowETEPMA0GA1UEAwwGVGVucGF5MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A
MIIBCgKCAQEAsMutgjw95K3GQ1TP6zebAMVSSs7+de6aJczR+PggreEkUwGjbSw/
A7S7TIimqoD0CEKfKEo3z3h+E7/EzWw28TAQ0dxa4B4tFc/4okX0T7M9RRgbtxmy
SGeWAiXLmu0PFkQW+LgHG/qD32hBzLd3kAQyaPjuQKN0HT2JhxXkOGqFq+R+YTtq
AJYdzfLCbtJXNpuNNQZzNDBHNikqA3do3lj8oVXOTNaC6+iL+z7fkxXAO2BlPbfy
9cO9I4iiRx9pn+tGvswu6Ax6g8N3cxCisFUvFCRJkrKfwmjtlT+anl7lVD7b/Xd+
oIS7pK1C4fMbfei4dzcRXQb0ISOIVbiaRQIDAQABo1MwUTAdBgNVHQ4EFgQUmdRY
dwwNYkpM5DzG7MQsShRHYc8wHwYDVR0jBBgwFoAUmdRYdwwNYkpM5DzG7MQsShRH
Yc8wDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEAEwGkJP8QdXID
uFW2Q7YR4isbJYYZaZv5b7pogctR4i00RafM55EQDDB1HBZ6foghWHxjZjpPGgl4
eOR0eD8Nj2IaQ8+PhRFiRKKWDubr0p8yRiKfjwhF+drz80rpeC8lBU0JZFZsCluL
CX7uAQSfL6EWllpopKm5aF3vKGtaMGAEX4BwXe1tn31ylDFrYIdolFX5WXfuQyEF
Z+gdW4zUjvWabkKPMtHYl/s1cEn7tuBmTe3M423ym3h3A2s7+T55qh6ztDRQzec2
F8WWZZOFbahWdUezWeaBx8jPtZmUO4t4qxwZdch5PPDEfet+Y4xNVc2oP7IdFGFe
a+bd579vtA==
-----END CERTIFICATE-----`;
const signatures: Readonly<Record<string, string>> = {
  "": "CEP3uRM1jJQUAIAzNB7x4I8pbgEisTHp9N+ZyJSECt6tkFQOrgBnsfJ0NrXfjS3945cWy7v+A7UIDzaApoNsoeMgUR07CjP/dPomFRgEUfBfAknlnEYY+k1XGBLfs+XFWCGRwBUal7dNMWEH/Pr7OTeuyWpVzsTYfHbwC6Hv5J1hSEmYyOjwqwY2p6tSgz7rypUUVJ3y8OqTodYW4gLDK3+XpfMqwY87Dc8uc7R/tmvmsxggw9teW/JzjhN9KNzpxcuaEt10Bqxw+EhUQEJJXhPCFAI6zmD/lbCDM3+JSDwA2Ad3bdI/dV50KOAbyPqUOy181lJ4qoFxSJvJFmNPeA==",
  '{"code_url":"weixin://wxpay/1"}':
    "X89mKG1wCUkx8BaGXs0p3SAI7ORhNPF5xSdkEZXZ6mE3RxkM9aFFp1+/1ocsrSe6lMgz1dVVeImmuTvSnMiUQ2vTcOhuJlwb06kM9e+bjT3a7C2OjdlSXbvBi+t4/mHgV4q2iKHERQsd15Jn+UFY8HKO5PBVue8hFLA0i2fYF+7rPw16CCdnqMvCKRgHmm11YsWxjOPdRaEGOxlJ9iZLHOsZUSo9MmprTRaCUkiLZFOTHvjSnxS/MUuFoF4267iFEwQPX2nJnw7F3sZA/4RJaTingWByOMUZzUvJ9nGKhD7tmIgyWgZqZCIzCESrqqOpKEuoSTXFfsgOKmUNilVbmQ==",
  '{"message":"支付"}':
    "WCfJZWZSmmScbljgNqoXrbidIyK2hS3Aklo7a5Mki4WMT2011q3vWB5S8LE5Yhm5H4GkJdOE/rsPnhKMQILGNb2fpH2Gl7wKuOII/HvGo2X45T/xW2gNVnD7mNoxqDpkVyS7o0n0EKw+kpjSi5EPhzaSDSOLa7yr1vw+tj/222Q219HOvgGJQftzIREG+U5fp5DMHsI4bvV3HEhFdTt+j9ycZ6u1UYLXkE42MEyDL6cXQNjC4zah2Lf12jaEa7yq444aelLJZqSHj6/HH0O6GrrWcTOYk6rYB/2wkYxatJQD5nmaO4e6n/erno0AmZcDsgHOjAweq0usWbTUmDYj2g==",
};

const now = new Date("2026-11-25T10:00:00Z");
const seconds = String(now.getTime() / 1000);

const sha256 = "RSA-SHA256";

test("a request is signed over its method, path, time, nonce and body", () => {
  const url = "https://api.mch.weixin.qq.com/v3/pay/transactions/out-trade-no/1?mchid=19";
  const signed = { method: "GET", url, body: "", now, nonce: "nonce" } as const;
  const header = authorizationOf({ mch_id: "19", serial_no: "AB" }, privateKey, signed);
  const [, signature = ""] = /signature="([^"]+)"/.exec(header) ?? [];
  expect(header).toBe(
    `WECHATPAY2-SHA256-RSA2048 mchid="19",nonce_str="nonce",signature="${signature}",timestamp="${seconds}",serial_no="AB"`,
  );
  const text = `GET\n/v3/pay/transactions/out-trade-no/1?mchid=19\n${seconds}\nnonce\n\n`;
  expect(verify(sha256, Buffer.from(text), publicKey, Buffer.from(signature, "base64"))).toBe(true);
});

test("lines are signed with their line feeds", () => {
  const signature = Buffer.from(signatureOf(["a", "b"], privateKey), "base64");
  expect(verify(sha256, Buffer.from("a\nb\n"), publicKey, signature)).toBe(true);
});

const signedBody = '{"message":"支付"}';

function headersOf(body: string, changes: Record<string, string> = {}) {
  return {
    "wechatpay-timestamp": seconds,
    "wechatpay-nonce": "n",
    "wechatpay-serial": "PUB",
    "wechatpay-signature": signatures[body] ?? "",
    ...changes,
  };
}

test.each([publicPem, certificate])(
  "what openssl signed verifies, by key or certificate",
  (text) => {
    const platform = { id: "PUB", key: publicKeyOf(text)! };
    for (const body of Object.keys(signatures)) {
      expect(faultOfSignature(headersOf(body), body, platform, now)).toBeUndefined();
    }
  },
);

const platform = { id: "PUB", key: publicKeyOf(publicPem)! };

test.each(["timestamp", "nonce", "signature", "serial"])(
  "without its %s nothing is signed",
  (name) => {
    const headers = headersOf(signedBody, { [`wechatpay-${name}`]: "" });
    expect(faultOfSignature(headers, signedBody, platform, now)).toBe("not signed");
  },
);

test("another body, another time, another key, a probe", () => {
  expect(faultOfSignature(headersOf(signedBody), `${signedBody} `, platform, now)).toBe(
    "wrongly signed",
  );
  for (const minutes of [-5, 5]) {
    const other = new Date(now.getTime() + minutes * 60_000);
    expect(faultOfSignature(headersOf(signedBody), signedBody, platform, other)).toBe(
      "signed at another time",
    );
  }
  const almost = new Date(now.getTime() + 299_000);
  expect(faultOfSignature(headersOf(signedBody), signedBody, platform, almost)).toBeUndefined();
  for (const timestamp of ["1e9", "NaN", "-1"]) {
    const headers = headersOf(signedBody, { "wechatpay-timestamp": timestamp });
    expect(faultOfSignature(headers, signedBody, platform, now)).toBe("signed at another time");
  }
  const serial = headersOf(signedBody, { "wechatpay-serial": "PUB2" });
  expect(faultOfSignature(serial, signedBody, platform, now)).toBe("signed with another key");
  const probe = headersOf(signedBody, { "wechatpay-signature": "WECHATPAY/SIGNTEST/abc" });
  expect(faultOfSignature(probe, signedBody, platform, now)).toMatch("probe");
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
