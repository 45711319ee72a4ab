import { expect, test } from "vitest";
import { told } from "./told.ts";

test("a channel's words on one line, without control characters", () => {
  expect(told("  余额\u0000不足\r\n请\u001b[31m充值\u2028 ")).toBe("余额 不足 请 [31m充值");
});

test("at most 128 characters, none of them cut in half", () => {
  expect([...told("😀".repeat(500))]).toHaveLength(128);
  expect(told("x".repeat(128))).toBe("x".repeat(128));
});
