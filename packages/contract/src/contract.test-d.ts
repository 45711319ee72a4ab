import { expectTypeOf, test } from "vitest";
import { z } from "zod";
import { extendContract, purse } from "./contract.ts";
import type { ErrorKey } from "./registry/index.ts";

const text = { zh: "", en: "" };
const advice = { points_few: { cause: text, remedy: text } };
const rows = { points_few: [300001, "points_few", 402, "wait", "", ""] } as const;
const get = { method: "GET", path: "/v1/points", summary: "", output: z.int() } as const;

test("an operation may fail with the new codes and with those that were there", () => {
  const errors = ["points_few", "wallet_not_exist"] as const;
  const { registry, api } = extendContract(purse, {
    rows,
    advice,
    api: { points: { get: { ...get, errors } } },
  });
  expectTypeOf(registry.get).parameter(0).toEqualTypeOf<ErrorKey | "points_few">();
  expectTypeOf<keyof typeof api>().toEqualTypeOf<keyof typeof purse.api | "points">();
  expectTypeOf(api.points.get.errors).toEqualTypeOf(errors);
});

test("and with no others", () => {
  extendContract(purse, {
    rows,
    advice,
    // @ts-expect-error nobody has declared points_many
    api: { points: { get: { ...get, errors: ["points_few", "points_many"] } } },
  });
});

test("each code has its row whole and its advice", () => {
  // @ts-expect-error there is no advice for points_few
  extendContract(purse, { rows, advice: {}, api: {} });
  const status = [300001, "points_few", 418, "wait", "", ""] as const;
  // @ts-expect-error 418 is no status of Purse's
  extendContract(purse, { rows: { points_few: status }, advice, api: {} });
});
