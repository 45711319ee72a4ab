import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { takeContradictions } from "./hold-answers.ts";
import { usePurse } from "./purse.ts";

// What a Purse never answers: a server that says whatever it is told to.
const purse = usePurse();
let told = { status: 200, headers: {}, body: "" };
const liar = createServer((_, response) => {
  response.writeHead(told.status, told.headers).end(told.body);
});
let url = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => liar.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(liar.address() as AddressInfo).port}`;
});
afterAll(() => liar.close());

const path = "/v1/errors/10001";
const json = { "Content-Type": "application/json; charset=utf-8", "X-Request-Id": "r" };
async function contradictionsOf(answer: Partial<typeof told>): Promise<string[]> {
  const { status, text } = await purse.call("GET", path);
  told = { status, headers: json, body: text, ...answer };
  await (await fetch(url + path)).text();
  return await takeContradictions();
}

test("an answer that Purse gives contradicts nothing", async () => {
  expect(await contradictionsOf({})).toEqual([]);
});

test.each([
  ["a status that it does not have", { status: 402 }, "no status 402"],
  ["no request id", { headers: { "Content-Type": "application/json" } }, "no X-Request-Id"],
  ["a header of another form", { headers: { ...json, "X-Request-Id": "a b" } }, "X-Request-Id"],
  ["another media type", { headers: { ...json, "Content-Type": "text/html" } }, "never text/html"],
  [
    "data without its fields",
    { body: JSON.stringify({ code: 0, message: "success", data: {} }) },
    "'code'",
  ],
  ["no envelope", { body: "[]" }, "must be object"],
] as const)("an operation's answer with %s is caught", async (_what, answer, said) => {
  expect(await contradictionsOf(answer)).toEqual([expect.stringContaining(said)]);
});

test("an error under a status that is not its code's is caught", async () => {
  const body = JSON.stringify({ code: 10001, message: "wallet_not_exist", data: null });
  const headers = { ...json, "X-Error-Code": "10001", Link: '</errors/10001>; rel="help"' };
  expect(await contradictionsOf({ status: 404, headers, body })).toEqual([
    expect.stringContaining("X-Error-Code data must be equal to one of the allowed values"),
  ]);
});
