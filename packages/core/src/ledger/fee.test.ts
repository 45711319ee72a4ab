import { amountMax } from "@purse/contract";
import { expect, test } from "vitest";
import { feeOf } from "./fee.ts";

test.each([
  [10_000, 60, 60],
  [1, 60, 0],
  [83, 60, 0],
  [84, 60, 1],
  [1, 1000, 0],
  [5, 1000, 1],
  [12_345, 0, 0],
  [amountMax, 1000, 900_719_925_474_099],
])("of %i minor units at %i basis points the channel keeps %i", (amount, bps, fee) => {
  expect(feeOf(amount, bps)).toBe(fee);
});
