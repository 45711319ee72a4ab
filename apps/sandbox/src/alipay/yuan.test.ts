import fc from "fast-check";
import { expect, test } from "vitest";
import { fenOf, yuanOf } from "./yuan.ts";

/** Eleven digits of yuan are as many as the wire has. */
const fenMax = 10 ** 13 - 1;

test("yuan and fen are each other's inverse, up to the wire's width", () => {
  fc.assert(fc.property(fc.nat({ max: fenMax }), (fen) => fenOf(yuanOf(fen)) === fen));
  expect(fenOf(yuanOf(fenMax))).toBe(fenMax);
  expect(fenOf(yuanOf(fenMax + 1))).toBeUndefined();
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
