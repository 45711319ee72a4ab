import { registry } from "@purse/contract";
import { expect, expectTypeOf, test } from "vitest";
import { AnswerError } from "./answer-error.ts";
import { answerError } from "./code-error.ts";
import * as exported from "./error-classes.ts";
import { BalanceInsufficientError } from "./error-classes.ts";

const context = {
  detail: "payer_wallet_id",
  fields: [],
  requestId: "req",
  outcomeUnknown: false,
  retryAfterMs: undefined,
};

test("every code has a class of its own, exported by its name", () => {
  const names = registry.entries.map((entry) => answerError(entry, context).name);
  expect(Object.keys(exported).toSorted()).toEqual(names.toSorted());
  for (const entry of registry.entries) {
    const error = answerError(entry, context);
    const matching = Object.values(exported).filter((Class) => error instanceof Class);
    expect(matching).toEqual([Reflect.get(exported, error.name)]);
  }
});

test("an error tells its cause and its remedy in both languages", () => {
  const error = answerError(registry.get("balance_insufficient"), context);
  if (!(error instanceof BalanceInsufficientError)) throw error;
  expectTypeOf(error.key).toEqualTypeOf<"balance_insufficient">();
  expect(error).toBeInstanceOf(AnswerError);
  expect(error.message).toBe("balance_insufficient: payer_wallet_id");
  expect(error).toMatchObject({ code: 200006, httpStatus: 402, retry: "manual" });
  const { cause, remedy } = registry.get("balance_insufficient");
  expect(error.cause).toEqual(cause);
  expect(error.remedy).toEqual(remedy);
});
