import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import { absentAs } from "./absence.ts";
import { api } from "./api.ts";
import { type InputResult, inputReader, partsOf } from "./input.ts";
import { Amount } from "./money.ts";
import type { Operation } from "./operation.ts";

const readCharge = inputReader(api.charges.create);
const readList = inputReader(api.wallets.list);
const readWallet = inputReader(api.wallets.get);
const charge = {
  channel: "balance",
  wallet_id: "wal_1",
  payer_wallet_id: "wal_2",
  order_no: "o-1",
  amount: 1,
};

function refusal(result: InputResult<Operation>) {
  if (result.ok) throw new Error(`accepted ${JSON.stringify(result.input)}`);
  return result.error;
}

describe("the order of checks", () => {
  test("no body comes first", () => {
    expect(refusal(readCharge({})).key).toBe("request_body_not_exist");
  });

  test("then absent fields with a code of their own, as declared", () => {
    for (const absent of [{}, { channel: null }, { channel: "" }]) {
      const error = refusal(readCharge({ body: { ...absent, amount: -1, unknown: 1 } }));
      expect(error.key).toBe("request_body_channel_null");
      expect(error.fields).toEqual([{ pointer: "/body/channel", reason: "missing" }]);
    }
    const { wallet_id: _, ...body } = { ...charge, amount: -1 };
    expect(refusal(readCharge({ body })).key).toBe("walletid_is_null");
    const params = { wallet_id: "wal_1" };
    expect(refusal(readList({ params, query: {} })).key).toBe("page_is_null");
    expect(refusal(readList({ params, query: { page: "x", count: "" } })).key).toBe(
      "count_is_null",
    );
  });

  test("then every other fault at once, the first in the message", () => {
    const body = { ...charge, channel: "cash", amount: 1.5, __proto: 1, "a/b~c": 1 };
    const error = refusal(readCharge({ body, query: { debug: "1" } }));
    expect(error.key).toBe("param_error");
    expect(error.message).toBe("param_error: debug: unknown field");
    expect(error.fields.map(({ pointer }) => pointer)).toEqual([
      "/query/debug",
      "/body/channel",
      "/body/amount",
      "/body/__proto",
      "/body/a~1b~0c",
    ]);
  });
});

describe("a body", () => {
  test.each([
    ["a list", []],
    ["text", "{}"],
    ["null", null],
    ["a number", 1],
  ])("that is %s is refused", (_what, body) => {
    const error = refusal(readCharge({ body }));
    expect(error.message).toBe("param_error: expected an object");
  });

  test("can't reach the prototype", () => {
    const body = JSON.parse(`{"__proto__":{"amount":1},${JSON.stringify(charge).slice(1)}`);
    expect(refusal(readCharge({ body })).message).toBe("param_error: __proto__: unknown field");
    const inherited = Object.create(charge);
    expect(refusal(readCharge({ body: inherited })).key).toBe("request_body_channel_null");
    expect(Object.prototype).not.toHaveProperty("amount");
  });

  test("sent to an operation without one is refused by name", () => {
    const error = refusal(readWallet({ params: { wallet_id: "w" }, body: { x: 1 } }));
    expect(error.message).toBe("param_error: x: unknown field");
  });
});

describe("an amount", () => {
  const read = (amount: unknown) => readCharge({ body: { ...charge, amount } });

  test("is any integer from 1 to 2^53-1", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (amount) => {
        expect(read(amount)).toMatchObject({ ok: true, input: { amount } });
      }),
    );
  });

  test.each([
    0,
    -0,
    -1,
    1.5,
    2 ** 53,
    Number.POSITIVE_INFINITY,
    Number.NaN,
    "1",
    "",
    null,
    true,
    [1],
    {},
  ])("is not %j", (amount) => {
    const error = refusal(read(amount));
    expect(error.message).toMatch(/^param_error: amount: expected an integer of at (least|most)/);
  });
});

describe("a flat object", () => {
  const rename = {
    method: "PUT",
    path: "/v1/things/{id}",
    summary: "Rename a thing",
    params: z.strictObject({ id: z.string() }),
    query: z.strictObject({ count: z.int().optional() }),
    body: z.strictObject({ name: absentAs("walletid_is_null", z.string()), amount: Amount }),
    output: z.null(),
    errors: [],
  } as const satisfies Operation;
  const readRename = inputReader(rename);
  const outcome = (result: InputResult<typeof rename>) =>
    result.ok ? result.input : [result.error.message, result.error.fields];

  test("means the same as its fields in their places", () => {
    const value = fc.constantFrom<unknown[]>("a", 1, 1, "", null, [], 1.5);
    const names = fc.constantFrom("name", "amount", "other", "__proto__");
    const parts = fc.record({
      params: fc.record({ id: value }, { requiredKeys: [] }),
      query: fc.record({ count: value }, { requiredKeys: [] }),
      body: fc.oneof(
        fc.dictionary(names, value),
        fc.constant<Record<string, unknown>>({ name: "a", amount: 1 }),
      ),
    });
    fc.assert(
      fc.property(parts, ({ params, query, body }) => {
        const flat = { ...params, ...query, ...body };
        expect(outcome(readRename(partsOf(rename, flat)))).toEqual(
          outcome(readRename({ params, query, body })),
        );
      }),
    );
  });

  test("that is none is taken for the body", () => {
    expect(partsOf(rename, "text")).toEqual({ body: "text" });
    expect(partsOf(rename, undefined)).toEqual({});
  });
});

test("a field with a default may be left out", () => {
  expect(readCharge({ body: charge })).toMatchObject({ ok: true, input: { currency: "CNY" } });
});
