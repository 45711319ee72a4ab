import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { newSecret, signedHeaders } from "./sign.ts";

test("the library of Standard Webhooks verifies each signature, and makes the same", () => {
  const [first, second] = [newSecret(), newSecret()];
  const body = '{"text":"支付 ✓"}';
  const at = new Date();
  const headers = signedHeaders([first, second], "evt_1", body, at);
  for (const secret of [first, second]) {
    expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
    expect(headers["webhook-signature"]?.split(" ")).toContain(
      new Webhook(secret).sign("evt_1", at, body),
    );
  }
  expect(() => new Webhook(newSecret()).verify(body, headers)).toThrow();
});

test("secrets have 32 bytes and are never the same", () => {
  const secrets = Array.from({ length: 100 }, newSecret);
  expect(new Set(secrets).size).toBe(100);
  for (const secret of secrets) {
    expect(Buffer.from(secret.replace("whsec_", ""), "base64")).toHaveLength(32);
  }
});
