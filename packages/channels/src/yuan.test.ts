import { amountMax } from "@purse/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import { fenOf, yuanOf } from "./yuan.ts";

test("fen become yuan and the same fen again, without a float in between", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: amountMax }), (fen) => {
      expect(yuanOf(fen)).toMatch(/^(0|[1-9]\d*)\.\d\d$/);
      expect(fenOf(yuanOf(fen))).toBe(fen);
    }),
  );
});

test.each([
  ["0.01", 1],
  ["9.8", 980],
  ["19.90", 1990],
  ["0.03", 3],
  ["88", 8800],
  ["90071992547409.91", amountMax],
])("%s yuan are %i fen", (yuan, fen) => expect(fenOf(yuan)).toBe(fen));

test("what is no amount of yuan is none", () => {
  const near = ["", ".5", "1.", "1.234", "-1.00", "+1", "1e3", "1,000.00", " 1", "0x1", "١"];
  for (const text of [...near, "90071992547409.92", "9".repeat(30)]) {
    expect(fenOf(text)).toBeUndefined();
  }
  fc.assert(
    fc.property(fc.string(), (text) => {
      if (!/^\d+(\.\d{1,2})?$/.test(text)) expect(fenOf(text)).toBeUndefined();
    }),
  );
});

test.each([-1, 1.5, Number.NaN, amountMax + 1])("%d is not written as money", (fen) => {
  expect(() => yuanOf(fen)).toThrow();
});

test("more digits than the channel writes are no amount", () => {
  expect(fenOf("9".repeat(13), 13)).toBe(999_999_999_999_900);
  expect(fenOf("1".repeat(14), 13)).toBeUndefined();
});
