import { expect, test } from "vitest";
import { z } from "zod";
import { keysOf } from "./api.ts";
import { extendContract, purse } from "./contract.ts";
import type { Row } from "./registry/index.ts";

const text = { zh: "", en: "" };
const advice = { cause: text, remedy: text };
const row = (code: number): Row => [code, "points_few", 402, "wait", "", ""];
const points = { rows: { points_few: row(300_001) }, advice: { points_few: advice } };
const operation = { method: "GET", summary: "", output: z.int(), errors: [] } as const;

test("the base stays as it is", () => {
  const codes = purse.registry.entries.length;
  const { registry } = extendContract(purse, { ...points, api: {} });
  expect(registry.entries.length).toBe(codes + 1);
  expect(registry.byCode(300_001)?.origin).toBe("custom");
  expect(purse.registry.byCode(300_001)).toBeUndefined();
});

test("one contract can be extended after another", () => {
  const one = extendContract(purse, { ...points, api: {} });
  const rows = { stamps_few: row(300_002) };
  const { registry } = extendContract(one, { rows, advice: { stamps_few: advice }, api: {} });
  expect(registry.entries.slice(-2).map(({ code }) => code)).toEqual([300_001, 300_002]);
  expect(() => extendContract(one, { ...points, api: {} })).toThrow(
    "points_few is registered already",
  );
});

test.each([
  ["a code of Purse's own range", "points_few", 299_999, "lies outside 300000"],
  ["a key that there is", "unknown", 300_001, "unknown is registered already"],
])("%s is refused", (_name, key, code, message) => {
  const added = { rows: { [key]: row(code) }, advice: { [key]: advice } };
  expect(() => extendContract(purse, { ...added, api: {} })).toThrow(message);
});

test.each([
  ["charges", "/v1/points", "resource charges is declared already"],
  ["points", "/v1/charges/{charge_id}", "GET /v1/charges/{} is declared already"],
])("%s at %s is refused", (resource, path, message) => {
  const api = { [resource]: { get: { ...operation, path } } };
  expect(() => extendContract(purse, { ...points, api })).toThrow(message);
});

test("a new list has the two codes of lists", () => {
  const list = { ...operation, path: "/v1/points/list/{wallet_id}" };
  const { api } = extendContract(purse, { ...points, api: { points: { list } } });
  const ofLists = [
    "should_be_list_after_the_first_slash",
    "cannot_be_empty_after_the_second_slash",
  ];
  expect([...keysOf(api.points.list, api)]).toEqual(expect.arrayContaining(ofLists));
});
