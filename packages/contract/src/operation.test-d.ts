import { expectTypeOf, test } from "vitest";
import { z } from "zod";
import type { CallInput, Failures, Input, Operation, Output } from "./operation.ts";

const close = {
  method: "POST",
  path: "/v1/things/{id}/close",
  summary: "Close a thing",
  params: z.strictObject({ id: z.string() }),
  query: z.strictObject({ count: z.int() }),
  body: z.strictObject({ currency: z.enum(["CNY", "USD"]).default("CNY") }),
  output: z.strictObject({ closed_at: z.string().nullable() }),
  errors: ["charge_closed", "param_error"],
} as const satisfies Operation;
type Close = typeof close;

test("a handler gets the fields of path, query and body, with their defaults", () => {
  expectTypeOf<Input<Close>>().toEqualTypeOf<{
    id: string;
    count: number;
    currency: "CNY" | "USD";
  }>();
});

test("a caller may leave out what has a default", () => {
  expectTypeOf<CallInput<Close>>().toEqualTypeOf<{
    id: string;
    count: number;
    currency?: "CNY" | "USD" | undefined;
  }>();
});

test("an operation without fields takes an empty object", () => {
  const { params: _params, query: _query, body: _body, ...list } = close;
  expectTypeOf<keyof Input<typeof list>>().toEqualTypeOf<never>();
});

test("the output and the failures are the declared ones", () => {
  expectTypeOf<Output<Close>>().toEqualTypeOf<{ closed_at: string | null }>();
  expectTypeOf<Failures<Close>>().toEqualTypeOf<"charge_closed" | "param_error">();
});

test("an operation declares keys of the registry only", () => {
  // @ts-expect-error there is no such key
  const unheardOf = { ...close, errors: ["wallet_on_fire"] } as const satisfies Operation;
  return unheardOf;
});
