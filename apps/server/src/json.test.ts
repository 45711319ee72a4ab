import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readJson } from "./json.ts";

test("any JSON is read as JSON.parse reads it", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 8 }), (text) => {
      expect(readJson(text)).toEqual(JSON.parse(text));
    }),
    { numRuns: 500 },
  );
});

test("whatever it is, it is read or refused, and nothing else", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'{}[]":,\\0123456789.eE-+nul ') }), (text) => {
      try {
        readJson(text);
      } catch (error) {
        expect(error).toMatchObject({ key: "param_error" });
      }
    }),
    { numRuns: 2000 },
  );
});

describe("a name that comes twice is refused", () => {
  test.each([
    '{"a":1,"a":1}',
    '{"a":1,"b":{"c":1,"c":2}}',
    '[{"a":[{"b":1,"b":1}]}]',
    '{"a":1,"\\u0061":2}',
    '{"__proto__":1,"__proto__":2}',
  ])("%s", (text) => {
    expect(() => readJson(text)).toThrow("the body has a name twice");
  });

  test("but names are told from what looks like them", () => {
    for (const text of ['{"a:b":":","c":"\\":\\""}', '{"\\\\":1,"b":2}', '[":",":"]']) {
      expect(readJson(text)).toEqual(JSON.parse(text));
    }
  });
});

describe("a number", () => {
  test.each([
    ["1.0", 1],
    ["1e2", 100],
    ["1.50", 1.5],
    ["100E-2", 1],
    ["0.1", 0.1],
    ["9007199254740991", 9_007_199_254_740_991],
    ["123456789012345678901234567890e-30", Number.NaN],
    ["9007199254740993", Number.NaN],
    ["9007199254740990.6", Number.NaN],
    ["1.00000000000000000001", Number.NaN],
    ["1e400", Number.NaN],
    ["-0.0", -0],
  ])("%s is %d", (text, number) => {
    expect(readJson(`{"a":[${text}]}`)).toEqual({ a: [number] });
  });
});

test("what is nested too deeply is refused, however deep", () => {
  expect(readJson("[".repeat(32) + "]".repeat(32))).toBeDefined();
  for (const depth of [33, 30_000]) {
    expect(() => readJson("[".repeat(depth) + "]".repeat(depth))).toThrow("nested deeper than 32");
    expect(() => readJson('{"a":'.repeat(depth))).toThrow("nested deeper than 32");
  }
});
