import type { Operation } from "@purse/contract";
import { test } from "vitest";
import { z } from "zod";
import type { Handler, Handlers } from "./handler.ts";
import type { Scope } from "./ports.ts";

const api = {
  refunds: {
    create: {
      method: "POST",
      path: "/v1/refunds",
      summary: "A refund",
      body: z.strictObject({ amount: z.int() }),
      output: z.strictObject({ id: z.string() }),
      errors: ["refund_refused", "charge_closed"],
    },
  },
} as const satisfies Record<string, Record<string, Operation>>;
type Create = Handler<(typeof api)["refunds"]["create"]>;
/** More than the operation declares, and all of that: a `fail` that is a method would let it by. */
type Wider = Scope<"refund_refused" | "charge_closed" | "wallet_not_use">;

const helper = (scope: Scope<"charge_closed">) => scope.fail("charge_closed");
const create: Create = async (scope, { amount }) => {
  // What a helper may fail with is a part of what the operation declares.
  if (amount < 0) throw helper(scope);
  if (amount === 0) throw scope.fail("refund_refused");
  return { id: "ref_1" };
};

test("a handler fails with the declared keys only", () => {
  const undeclared: Create = async (scope) => {
    // @ts-expect-error wallet_not_use is not among the operation's errors
    throw scope.fail("wallet_not_use");
  };
  const wideHelper = (scope: Wider) => scope.fail("wallet_not_use");
  const through: Create = async (scope) => {
    // @ts-expect-error a helper may not fail with more than its caller declares
    throw wideHelper(scope);
  };
  // @ts-expect-error a use-case that may fail with more is no handler of the operation
  const wide: Create = async (scope: Wider) => {
    throw scope.fail("wallet_not_use");
  };
  return [undeclared, through, wide];
});

test("the table has a handler for every operation and for nothing else", () => {
  const complete = { refunds: { create } } satisfies Handlers<typeof api>;
  // @ts-expect-error refunds.create has no handler
  const missing = { refunds: {} } satisfies Handlers<typeof api>;
  // @ts-expect-error there is no operation refunds.undo
  const surplus = { refunds: { create, undo: create } } satisfies Handlers<typeof api>;
  // @ts-expect-error the output has no id
  const wrong: Create = async () => ({ name: "x" });
  return [complete, missing, surplus, wrong];
});
