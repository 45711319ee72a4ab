import { randomBytes } from "node:crypto";
import { SecretKeyMissing } from "@purse/core";
import { expect, test } from "vitest";
import { secretBox } from "./secret-box.ts";

const [key, newKey] = [randomBytes(32), randomBytes(32)];
const box = secretBox([key]);
const sealed = box.seal("s3cret ✓", "row 1", "live");

test("opens what it sealed, which shows nothing of it and never looks the same", () => {
  expect(sealed).toMatch(/^v1\.[0-9a-f]{8}\.[\w-]+$/);
  expect(Buffer.from(sealed.split(".")[2]!, "base64url").toString("latin1")).not.toContain("s3cr");
  expect(box.open(sealed, "row 1")).toBe("s3cret ✓");
  expect(box.seal("s3cret ✓", "row 1", "live")).not.toBe(sealed);
});

test("opens nothing in another row, nothing that was changed, nothing of another key's", () => {
  expect(() => box.open(sealed, "row 2")).toThrow();
  const [, id, text = ""] = sealed.split(".");
  const bytes = Buffer.from(text, "base64url");
  for (let index = 0; index < bytes.length; index++) {
    const changed = Buffer.from(bytes);
    changed[index]! ^= 1;
    expect(() => box.open(`v1.${id}.${changed.toString("base64url")}`, "row 1")).toThrow();
  }
  expect(() => box.open(`v1.${id}.`, "row 1")).toThrow();
  expect(() => secretBox([newKey]).open(sealed, "row 1")).toThrow("no key of PURSE_SECRET_KEY");
  expect(() => box.open(`v2.${id}.${text}`, "row 1")).toThrow();
});

test("a new key seals, and the old one beside it still opens", () => {
  const rotating = secretBox([newKey, key]);
  expect(rotating.open(sealed, "row 1")).toBe("s3cret ✓");
  const again = rotating.seal("s3cret ✓", "row 1", "live");
  expect(secretBox([newKey]).open(again, "row 1")).toBe("s3cret ✓");
});

test("without a key it keeps test secrets as they are, and no live ones", () => {
  const keyless = secretBox([]);
  const plain = keyless.seal("a.b", "row 1", "test");
  expect(plain).toBe("plain.a.b");
  expect(box.open(plain, "row 1")).toBe("a.b");
  expect(() => keyless.seal("a.b", "row 1", "live")).toThrow(SecretKeyMissing);
});
