import { PurseError, problem, registry, Wallet } from "@purse/contract";
import { expect, test } from "vitest";
import { readAnswer } from "./answer.ts";

const wallet = {
  id: "wal_1",
  type: "user",
  name: null,
  status: "active",
  has_payment_password: false,
  balances: [{ currency: "CNY", available: 1, held: 0 }],
  created_at: "2026-11-24T15:34:55.295Z",
};
const success = (data: unknown) => JSON.stringify({ code: 0, message: "success", data, extra: 1 });
const read = (status: number, body: unknown) => readAnswer(status, JSON.stringify(body), Wallet);

test("what a newer server added to an answer passes", () => {
  const [balance] = wallet.balances;
  const newer = { ...wallet, level: 3, balances: [{ ...balance, frozen: 0 }] };
  expect(readAnswer(200, success(newer), Wallet)).toMatchObject({ data: newer });
  const frozen = { ...wallet, status: "frozen" };
  expect(readAnswer(200, success(frozen), Wallet)).toMatchObject({ data: frozen });
});

test.each([
  ["a field missing", 200, success({ ...wallet, id: undefined })],
  ["a field of another type", 200, success({ ...wallet, has_payment_password: "no" })],
  ["no data", 200, success(undefined)],
  ["another protocol's words", 200, "<html>welcome</html>"],
  ["a success under an error's status", 502, success(wallet)],
  ["an error under a success's status", 200, '{"code":10001,"message":"x","data":null}'],
  ["nothing", 504, ""],
])("%s is no answer of Purse's", (_what, status, text) => {
  expect(readAnswer(status, text, Wallet)).toBeUndefined();
});

test("an error is read from an envelope", () => {
  expect(read(400, { code: 10002, message: "param_error: amount: too small", data: null })).toEqual(
    { refusal: { entry: registry.get("param_error"), detail: "amount: too small", fields: [] } },
  );
});

test("an error is read from a problem, with its fields", () => {
  const fields = [{ pointer: "/body/amount", reason: "too small" }];
  const error = new PurseError(registry.get("param_error"), "amount: too small", { fields });
  expect(read(400, { ...problem(error, "en", "req"), extra: 1 })).toEqual({
    refusal: { entry: registry.get("param_error"), detail: "amount: too small", fields },
  });
});

test("a code of a newer server is unknown, with its number, status and retry class", () => {
  const newer = {
    ...problem(new PurseError(registry.get("wallet_not_use")), "en", "req"),
    code: 299_999,
    name: "wallet_asleep",
    retry: "same_request",
  };
  expect(read(403, newer)).toMatchObject({
    refusal: {
      entry: {
        key: "unknown",
        code: 299_999,
        httpStatus: 403,
        name: "wallet_asleep",
        retry: "same_request",
      },
    },
  });
  expect(read(403, { ...newer, retry: "sleep_first" })).toMatchObject({
    refusal: { entry: { retry: "query_first" } },
  });
  expect(read(402, { code: 299_999, message: "wallet_asleep", data: null })).toMatchObject({
    refusal: { entry: { key: "unknown", code: 299_999, httpStatus: 402 } },
  });
});
