import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";
import { api } from "./api.ts";
import { type InputResult, inputReader, partsOf } from "./input.ts";
import type { CallInput, Input, Operation } from "./operation.ts";

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

test("a flat object is sorted to the places that the operation declares", () => {
  const field = fc.oneof(fc.string(), fc.integer(), fc.constant(null));
  const names = fc.constantFrom("wallet_id", "page", "count", "__proto__", "other");
  fc.assert(
    fc.property(fc.dictionary(names, field), (flat) => {
      const { wallet_id, ...query } = flat;
      const params = Object.hasOwn(flat, "wallet_id") ? { wallet_id } : {};
      const split = readList(partsOf(api.wallets.list, flat));
      const given = readList({ params, query });
      expect(split.ok ? split.input : split.error.message).toEqual(
        given.ok ? given.input : given.error.message,
      );
    }),
  );
  expect(partsOf(api.wallets.list, "text")).toEqual({ body: "text" });
});

test("types follow the schemas", () => {
  type Create = (typeof api)["charges"]["create"];
  expectTypeOf<Input<Create>["currency"]>().toEqualTypeOf<CallInput<Create>["currency"] & string>();
  expectTypeOf<undefined>().toExtend<CallInput<Create>["currency"]>();
  expectTypeOf<Input<(typeof api)["wallets"]["list"]>>().toEqualTypeOf<{
    wallet_id: string;
    page: number;
    count: number;
  }>();
  expect(readCharge({ body: charge })).toMatchObject({ ok: true, input: { currency: "CNY" } });
});
