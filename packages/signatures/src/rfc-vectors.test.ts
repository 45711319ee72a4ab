import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  sign,
  verify,
} from "node:crypto";
import { describe, expect, test } from "vitest";
import { contentDigest, digestsOf } from "./content-digest.ts";
import { signatureBase } from "./signature-base.ts";
import { parseSignature, parseSignatureInput } from "./signature-headers.ts";

// RFC 9421 appendix B: the request of B.2 and B.3's, the keys of B.1.
const body = '{"hello": "world"}';
const headers = new Map([
  ["host", "example.com"],
  ["date", "Tue, 20 Apr 2021 02:07:55 GMT"],
  ["content-type", "application/json"],
  [
    "content-digest",
    "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:",
  ],
  ["content-length", "18"],
]);
const request = {
  method: "POST",
  path: "/foo",
  query: "param=Value&Pet=dog",
  header: (name: string) => headers.get(name),
};
const edPrivate = createPrivateKey({
  key: Buffer.from("MC4CAQAwBQYDK2VwBCIEIJ+DYvh6SEqVTm50DFtMDoQikTmiCqirVv9mWG9qfSnF", "base64"),
  format: "der",
  type: "pkcs8",
});
const secret = Buffer.from(
  "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==",
  "base64",
);
const pss = { padding: 6, saltLength: 64 };
const rsa = createPublicKey({
  format: "jwk",
  key: {
    kty: "RSA",
    n: "r4tmm3r20Wd_PbqvP1s2-QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct-Lh1GH45x28Rw3Ry53mm-oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHqgDsznjPFmTOtCEcN2Z1FpWgchwuYLPL-Wokqltd11nqqzi-bJ9cvSKADYdUAAN5WUtzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4aOT9v6d-nb4bnNkQVklLQ3fVAvJm-xdDOp9LCNCN48V2pnDOkFV6-U9nV5oyc6XI2w",
    e: "AQAB",
  },
});
const p256 = createPublicKey({
  format: "jwk",
  key: {
    kty: "EC",
    crv: "P-256",
    x: "qIVYZVLCrPZHGHjP17CTW0_-D9Lfw0EkjqF7xB4FivA",
    y: "Mc4nN9LTDOBhfoUeg8Ye9WedFRhnZXZJA12Qp0zZ6F0",
  },
});

function baseOf(input: string, signed: typeof request = request) {
  const { label, components, text } = parseSignatureInput(input)!;
  return { label, base: Buffer.from(signatureBase(signed, components, text)!) };
}

describe("RFC 9421", () => {
  test("B.2.3: full coverage, rsa-pss-sha512", () => {
    const { label, base } = baseOf(
      'sig-b23=("date" "@method" "@path" "@query" "@authority" "content-type" "content-digest" "content-length");created=1618884473;keyid="test-key-rsa-pss"',
    );
    const signature = parseSignature(
      "sig-b23=:bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==:",
      label,
    )!;
    expect(verify("sha512", base, { key: rsa, ...pss }, signature)).toBe(true);
  });

  test("B.2.5: hmac-sha256, byte for byte", () => {
    const { label, base } = baseOf(
      'sig-b25=("date" "@authority" "content-type");created=1618884473;keyid="test-shared-secret"',
    );
    const expected = "sig-b25=:pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=:";
    const signature = createHmac("sha256", secret).update(base).digest();
    expect(Buffer.from(parseSignature(expected, label)!)).toEqual(signature);
  });

  test("B.2.6: ed25519, byte for byte", () => {
    const { label, base } = baseOf(
      'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519"',
    );
    const expected =
      "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:";
    const signature = Buffer.from(parseSignature(expected, label)!);
    expect(sign(null, base, edPrivate)).toEqual(signature);
    expect(verify(null, base, createPublicKey(edPrivate), signature)).toBe(true);
  });

  test("B.3: the signature of a TLS-terminating proxy, ecdsa-p256-sha256", () => {
    const certificate =
      ":MIIBqDCCAU6gAwIBAgIBBzAKBggqhkjOPQQDAjA6MRswGQYDVQQKDBJMZXQncyBBdXRoZW50aWNhdGUxGzAZBgNVBAMMEkxBIEludGVybWVkaWF0ZSBDQTAeFw0yMDAxMTQyMjU1MzNaFw0yMTAxMjMyMjU1MzNaMA0xCzAJBgNVBAMMAkJDMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8YnXXfaUgmnMtOXU/IncWalRhebrXmckC8vdgJ1p5Be5F/3YC8OthxM4+k1M6aEAEFcGzkJiNy6J84y7uzo9M6NyMHAwCQYDVR0TBAIwADAfBgNVHSMEGDAWgBRm3WjLa38lbEYCuiCPct0ZaSED2DAOBgNVHQ8BAf8EBAMCBsAwEwYDVR0lBAwwCgYIKwYBBQUHAwIwHQYDVR0RAQH/BBMwEYEPYmRjQGV4YW1wbGUuY29tMAoGCCqGSM49BAMCA0gAMEUCIBHda/r1vaL6G3VliL4/Di6YK0Q6bMjeSkC3dFCOOB8TAiEAx/kHSB4urmiZ0NX5r5XarmPk0wmuydBVoU4hBVZ1yhk=:";
    const proxied = new Map([
      ["host", "service.internal.example"],
      ["client-cert", certificate],
    ]);
    const { label, base } = baseOf(
      'ttrp=("@path" "@query" "@method" "@authority" "client-cert");created=1618884473;keyid="test-key-ecc-p256"',
      { ...request, header: (name) => proxied.get(name) },
    );
    const signature = parseSignature(
      "ttrp=:xVMHVpawaAC/0SbHrKRs9i8I3eOs5RtTMGCWXm/9nvZzoHsIg6Mce9315T6xoklyy0yzhD9ah4JHRwMLOgmizw==:",
      label,
    )!;
    const key = { key: p256, dsaEncoding: "ieee-p1363" } as const;
    expect(verify("sha256", base, key, signature)).toBe(true);
  });

  test("section 2.2.7: no query is signed as a question mark alone", () => {
    expect(signatureBase({ ...request, query: "" }, ["@query"], "")).toMatch(/^"@query": \?\n/);
  });
});

describe("RFC 9530", () => {
  test.each([
    ["B.1", "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:", `${body}\n`],
    ["RFC 9421 B.2", headers.get("content-digest")!, body],
    ["RFC 9421 1.4", "sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:", body],
  ])("%s", (_where, header, content) => {
    for (const [algorithm, digest] of digestsOf(header)!) {
      const name = algorithm.replace("-", "");
      expect(createHash(name).update(content).digest()).toEqual(Buffer.from(digest));
    }
  });

  test("digests are made in the same form", async () => {
    expect(await contentDigest(new TextEncoder().encode(`${body}\n`))).toBe(
      "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
    );
  });

  test.each(["md5=:AAAA:", "sha-256=AAAA", "sha-256=:AAAA", "", "sha-256=(:AAAA:)"])(
    "%j is no digest to trust",
    (header) => expect(digestsOf(header)).toBeUndefined(),
  );
});

describe("other spellings are refused", () => {
  const good = 's=("@method" "date");created=1;keyid="k"';
  test.each([
    good.replace(";", "; "),
    good.replace(" ", "  "),
    `${good} `,
    good.replace("=1", "=1.0"),
    good.replace("=1", "=01"),
    good.replace('"date"', '"@method"'),
    good.replace('"date"', '"Date"'),
    good.replace('"date"', '"date";bs'),
    good.replace('"@method"', '"@method";req'),
    `${good}, t=("date")`,
    `s=1, ${good}`,
    "s=1",
    "s",
    "",
    '("date")',
  ])("%j", (input) => {
    expect(parseSignatureInput(good)).toBeDefined();
    expect(parseSignatureInput(input)).toBeUndefined();
  });

  test.each([
    "s=:QUI:",
    "s=:QUJ=:",
    "s=:QUI=:;a",
    "t=:QUI=:",
    "s=:QUI=:, t=:QUI=:",
    "s=QUI=",
    "s=::x",
    "",
  ])("%j", (signature) => {
    expect(parseSignature("s=:QUI=:", "s")).toEqual(new Uint8Array([65, 66]));
    expect(parseSignature(signature, "s")).toBeUndefined();
  });
});
