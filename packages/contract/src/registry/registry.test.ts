import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { api, keysOf } from "../api.ts";
import { operationsOf } from "../operation.ts";
import { customRange, type Extension, extendRegistry, registry } from "./index.ts";

const facts = readFileSync(join(import.meta.dirname, "seed-facts.tsv"), "utf8")
  .trimEnd()
  .split("\n")
  .slice(1)
  .map((line) => line.split("\t"));
const seed = registry.entries.filter(({ origin }) => origin === "seed");
const additions = registry.entries.filter(({ origin }) => origin === "purse");

describe("the seed's codes", () => {
  test("are its 53 rows to the letter, in its order", () => {
    const rows = seed.map(({ code, name, description }) => [String(code), name, description.zh]);
    expect(rows).toEqual(facts);
    expect(rows).toHaveLength(53);
  });

  test("keep the seed's oddities", () => {
    const named = seed.filter(({ name }) => name === "wallet_not_exist");
    expect(named.map(({ code }) => code)).toEqual([10001, 100035]);
    expect(registry.byCode(100049)?.name).toMatch(/slashl$/);
    for (const missing of [100033, 100042]) expect(registry.byCode(missing)).toBeUndefined();
    for (const code of [401, -1]) expect(registry.byCode(code)?.erratum).toBeDefined();
  });
});

test("Purse adds 12 codes in its own range", () => {
  expect(additions.map(({ code }) => code)).toEqual(
    Array.from({ length: 12 }, (_, index) => 200_001 + index),
  );
});

test("every code explains itself in both languages", () => {
  for (const { key, description, cause, remedy } of registry.entries) {
    for (const text of [description, cause, remedy]) {
      expect(text.zh, key).toMatch(/\p{Script=Han}/u);
      expect(text.en, key).toMatch(/^\S.+\S$/);
    }
  }
});

test("keys and codes are unique, statuses are the seed's", () => {
  const { entries } = registry;
  expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
  expect(new Set(entries.map(({ code }) => code)).size).toBe(entries.length);
  for (const { httpStatus } of entries) {
    expect([400, 401, 402, 403, 404, 500, 502, 503, 504]).toContain(httpStatus);
  }
});

test("a lookup finds own codes only, whatever the text", () => {
  for (const key of ["constructor", "__proto__", "toString", ""]) {
    expect(registry.has(key)).toBe(false);
  }
  expect(registry.byCode(Number.NaN)).toBeUndefined();
  expect(() => registry.get("constructor" as "unknown")).toThrow("no code has the key");
});

describe("a user's own codes", () => {
  const row = [300_001, "coupon_used", 402, "never", "优惠券已使用", "The coupon is used"] as const;
  const advice = { cause: { zh: "因", en: "Why" }, remedy: { zh: "果", en: "What" } };
  function extension<Key extends string>(key: Key, code: number): Extension<Key> {
    const [, ...rest] = row;
    const rows = { [key]: [code, ...rest] } as unknown as Extension<Key>["rows"];
    const texts = { [key]: advice } as unknown as Extension<Key>["advice"];
    return { origin: "custom", range: customRange, rows, advice: texts };
  }

  test("join in a new registry", () => {
    const extended = extendRegistry(registry, extension("coupon_used", 300_001));
    expect(extended.get("coupon_used")).toMatchObject({
      code: 300_001,
      origin: "custom",
      ...advice,
    });
    expect(extended.get("param_error").code).toBe(10_002);
    expect(registry.has("coupon_used")).toBe(false);
  });

  test.each([
    ["a key that is taken", "param_error", 300_001, "key param_error is registered already"],
    ["a code below the range", "coupon_used", 299_999, "lies outside"],
    ["a code that is no integer", "coupon_used", 300_001.5, "lies outside"],
  ])("are refused with %s", (_what, key, code, message) => {
    expect(() => extendRegistry(registry, extension(key, code))).toThrow(message);
  });

  test("are refused with a code that is taken", () => {
    const once = extendRegistry(registry, extension("coupon_used", 300_001));
    expect(() => extendRegistry(once, extension("coupon_void", 300_001))).toThrow("code 300001");
  });
});

/** Answered by the edge for no operation in particular. */
const ofTheEdge = ["operation_not_exist"];

test("every code is declared by an operation, or the edge's", () => {
  const declared = operationsOf(api).flatMap(({ operation }) => [...keysOf(operation)]);
  const answered = new Set<string>([...declared, ...ofTheEdge]);
  const silent = registry.entries.map(({ key }) => key).filter((key) => !answered.has(key));
  expect(silent).toEqual([]);
});
