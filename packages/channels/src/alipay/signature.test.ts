import { expect, test } from "vitest";
import { privateKeyOf, publicKeyOf } from "../keys.ts";
import { isSignedBy, signatureOf, signedText } from "./signature.ts";

// Made by openssl: genrsa -traditional, rsa -pubout, dgst -sha256 -sign; nobody's account.
const privateKey = [
  "MIIEowIBAAKCAQEAvGrGvKPhycWB4phO1zlUbQoDGg4dTL2fGyWnXiQki5BDFZOs9T6U2Y6A/9EgUKiR",
  "7qRX0mprOcbw/Wr6BqnRcDhani3LrDmPROeWDU2IK6nFGu/Ds1pdiqbobtSgKnyTOVuB6/LneAKHHzDa",
  "5Kp3jdmxgAxziZ5oa6SAX0IWZMnl8fKCQHORvbhvB2BQDZCCB50Km4fVe4S4xlRd4X78XlcDZrqIbNwG",
  "z/ZpHCf/wyWmyGsjuBCWkHDJMLrtbyjYMz5A3eJQHhbScit3x1aCztpCfdoBWWxHfhGxoX34XUuSzNVK",
  "7+3fFyY3dkaQpDO08FeHK3uNmDlP1LGeG8Nt9wIDAQABAoIBAAhAQlgOyBD3cBEOnWzNR4R5VX3Fxa7P",
  "eBgrMDwuGY/R70t2NV24OSQoRSLnpPCTTMWYE5Z4fY+yqWlXleNGetdrZMsqLCAzlU5KG/U/go06DhJ4",
  "S5LQ76JJz2zuLRb0jJ8MrMKQHmazt9vfbIy/vMDiNqvbrfPNWnQNoYP1EFHf2f9N2gXEt1l5GVPeQVvn",
  "hgxU2qUVWDHHPOSNSlqsCh9mN8AfGpsFzrXpT74tHpXFdVDnP2EKYC13L+n+k8YIJmWju0c1DllzsiPy",
  "LZ+5bAeJYSy8oYcR+beK2jC/b2RFOT5HIL/H1m9LvTS1egwoL7zuBCXSCc+DxokFIPIgEjkCgYEA8pPa",
  "YF1hVuqStaTOs1KqDkzSaDvCWe8eL1jRDkIuVhGgIsuSq6jV8DklnjDtewTrArBAf67pDgKfegzflBdD",
  "jnjRqkoMq/Qf+bfe7QdTSJYGD6NyoxIa3KTe9xhf8BnJ+8i8fDKJHc3ROHbR8cFvfYYMRkMs0/Ds+Xf8",
  "aGnOW08CgYEAxte7flPVdX8sv8aUaqjaQXQTBb+1Ex+gc8VWzvWKpextSyZ/5xTze+k9XEgknIUOxXuH",
  "sjUxFAXfneC6ujH8xNanjpRmPqxNPSE/VYfqlyhVv4vezH4P3oFGb5+I+JXzpCcxoK0Opcfw+4dWAcwL",
  "SzFEbsakf9ygmjjhGW+FeNkCgYAUoaqjI44R3GWZ+WhzLAa2rKYAo4SGLaY9lKpDMjHKtDkQfIv++Z8o",
  "jVO7vqGUIvjyA5eYxIGh5Ws28D1b1Raz2WbLuvyU63CExrS5KDRXKhtd3SL056dNOOCV14bhXvAk8A/H",
  "6GxtEoJG8SQuEauv22TT3QbFB+q/1QqsvsMEVQKBgQCkRpcgRyKTb/4Icocrl1S5vqv4k+mFYxusidyu",
  "Hy3s5udkrun8f9KpDIklNHUK2uLZRLVXBZsGb9PPG1speSLbfHvxz6ipHrCxUEaC40dsmmY9WdE4IO37",
  "ZdJLZgJDXZ9sfvUBSfhP/l+ZbrYfxfOOq6Vd378H477LqzJNUVV0AQKBgDRgi7b+0qPTwlYC/6hPk3gP",
  "8hStTeQ2VXPz4ux1Q0ZzPtEKzh191VxI40Xgh8S4Jw0W2IZbNjkoPjzV6ZG+EUVqBgU19+wxRAwU3kKj",
  "neb/XkcZDqx35OD6TLBv9svdxiSJdUPAHeis+UbCsS9yiT2K7ZfXV3Ml28RLwBb4bZ/1",
].join("");
const publicKey = [
  "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAvGrGvKPhycWB4phO1zlUbQoDGg4dTL2fGyWn",
  "XiQki5BDFZOs9T6U2Y6A/9EgUKiR7qRX0mprOcbw/Wr6BqnRcDhani3LrDmPROeWDU2IK6nFGu/Ds1pd",
  "iqbobtSgKnyTOVuB6/LneAKHHzDa5Kp3jdmxgAxziZ5oa6SAX0IWZMnl8fKCQHORvbhvB2BQDZCCB50K",
  "m4fVe4S4xlRd4X78XlcDZrqIbNwGz/ZpHCf/wyWmyGsjuBCWkHDJMLrtbyjYMz5A3eJQHhbScit3x1aC",
  "ztpCfdoBWWxHfhGxoX34XUuSzNVK7+3fFyY3dkaQpDO08FeHK3uNmDlP1LGeG8Nt9wIDAQAB",
].join("");
const signature = [
  "k3q7zeo3V8uNY8Q0Wqwz2ZWktBoV38AnAk4/cq55+cGcn1V+vQw8a6U8V+aclX1QSNoEBdxIhjHdxGUe",
  "NC83EdJdRDVIUp6EvZVPER4zKyfSQMBDojmRu+HoqNhgHgY4EVQUB37sr+R/4m6VWWoQ8dXus+0Ylg2X",
  "EmeEa0j6QqYmyhg6P0GJvPoYr+0BRVw4FMnxyIhTnJoHq0t2N6zO1EQ3LnUmCSVJqO5sjlFH1Y+IMWJ8",
  "0zluGMzteYJ9c54EAs2gzD9nrvhChK4mQme9txAUHXWZmzURs9JSFuaEA9EzQIQ6WU3yRbjytfc/YgHN",
  "0vo++M+MqtDF+GXHcYENPQ==",
].join("");

const parameters = {
  version: "1.0",
  method: "alipay.trade.query",
  app_id: "2021000000000001",
  charset: "utf-8",
  timestamp: "2026-11-25 18:30:00",
  biz_content: '{"out_trade_no":"a/b","subject":"茶"}',
  sign_type: "RSA2",
};

test("parameters are signed as openssl signs them, whatever their order", () => {
  expect(signatureOf(signedText(parameters), privateKeyOf(privateKey)!)).toBe(signature);
});

test("openssl's signature is believed, and none over another text or cut short", () => {
  const key = publicKeyOf(publicKey)!;
  const text = signedText(parameters);
  expect(isSignedBy(key, text, signature)).toBe(true);
  expect(isSignedBy(key, `${text} `, signature)).toBe(false);
  expect(isSignedBy(key, text, signature.slice(4))).toBe(false);
  expect(isSignedBy(key, text, "")).toBe(false);
  expect(isSignedBy(key, text, "no base64 at all")).toBe(false);
});

test("names are sorted by their characters, not as words of a language are", () => {
  expect(signedText({ b: "1", a_b: "2", aB: "3", a: "" })).toBe("a=&aB=3&a_b=2&b=1");
});
