import { expect, test } from "vitest";
import { registry } from "./registry/index.ts";
import { searchCodes } from "./search.ts";

test.each([
  ["10001", [10001]],
  ["-1", [-1]],
  ["wallet_not_under_api_key", [100035]],
  // Its name on the wire: two have it, though one has it as its key.
  ["wallet_not_exist ", [10001, 100035]],
  ["FULL refunded closed", [10003]],
  ["可用余额", [200006]],
  ["new_order_no refund", [10007, 100028]],
  ["constructor", []],
])("%j finds %j", (text, codes) => {
  expect(searchCodes(registry.entries, text).map(({ code }) => code)).toEqual(codes);
});

test("nothing asked for is everything", () => {
  expect(searchCodes(registry.entries, "")).toEqual(registry.entries);
});
