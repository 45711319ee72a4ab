import fc from "fast-check";
import { expect, test } from "vitest";
import { move } from "./entry.ts";

const from = { wallet: "wal_1" };
const to = { wallet: "wal_2" };

test("an entry's postings sum to zero", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (amount) => {
      const { postings } = move("charge", "chg_1", amount, "CNY", from, to);
      expect(postings).toEqual([
        { account: from, amount: -amount },
        { account: to, amount },
      ]);
    }),
  );
});

test.each([0, -1, 1.5, 2 ** 53, Number.NaN])("%d can't be moved", (amount) => {
  expect(() => move("charge", "chg_1", amount, "CNY", from, to)).toThrow(RangeError);
});
