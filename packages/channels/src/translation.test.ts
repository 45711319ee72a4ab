import { expect, test } from "vitest";
import { type Failing, failing, rowOf, type Translation } from "./translation.ts";

const source = "a manual";
const table: readonly Translation[] = [
  { operation: "pay", code: "PAID", outcome: "refused", key: "charge_order_no_used", source },
  { operation: "refund", code: "PAID", outcome: "refused", key: "refund_refused", source },
];

test("the same words to another operation are another row", () => {
  expect(rowOf(table, "pay", "PAID")?.key).toBe("charge_order_no_used");
  expect(rowOf(table, "refund", "PAID")?.key).toBe("refund_refused");
});

test("what no row knows has none, whatever objects inherit", () => {
  expect(rowOf(table, "close", "PAID")).toBeUndefined();
  expect(rowOf(table, "pay", "toString")).toBeUndefined();
});

test("a row's outcome tells the channel's text only where the row passes it on", () => {
  const told: Translation = {
    operation: "refund",
    code: "A",
    outcome: "refused",
    key: "refund_refused_msg",
    tells: true,
    source,
  };
  const outcome: Failing<"refund"> = failing<"refund">(told, "no such trade");
  expect(outcome).toEqual({ state: "refused", key: "refund_refused_msg", detail: "no such trade" });
  expect(failing<"refund">(told, "")).not.toHaveProperty("detail");
  const quiet = rowOf(table, "refund", "PAID");
  expect(quiet && failing<"refund">(quiet, "text")).toEqual({
    state: "refused",
    key: "refund_refused",
  });
});
