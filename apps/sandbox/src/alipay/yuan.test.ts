import fc from "fast-check";
import { expect, test } from "vitest";
import { fenOf, yuanOf } from "./yuan.ts";

test("yuan and fen are each other's inverse", () => {
  fc.assert(fc.property(fc.nat({ max: 10 ** 13 }), (fen) => fenOf(yuanOf(fen)) === fen));
});

test.each([
  ["0.1", 10],
  ["12", 1200],
  ["8.88", 888],
])("%s is %i fen", (yuan, fen) => {
  expect(fenOf(yuan)).toBe(fen);
});

test.each(["", "-1", "1.001", "1e3", " 1", "1.", ".5", "１"])("%j is no amount", (yuan) => {
  expect(fenOf(yuan)).toBeUndefined();
});

test("money that goes out has its sign before the yuan", () => {
  expect(yuanOf(-5)).toBe("-0.05");
});
