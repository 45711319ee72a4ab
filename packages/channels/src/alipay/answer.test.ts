import { createPublicKey } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readAnswer } from "./answer.ts";
import { access, answerOf, signedByAlipay } from "./playing-alipay.ts";

const method = "alipay.trade.query";
const key = createPublicKey(String(access.parameters.alipay_public_key));
const read = (text: string) => readAnswer(text, method, key);
const node = { code: "10000", total_amount: "1.00", subject: 'a/b "},{[\\ 茶', list: [{ a: "]" }] };
const good = answerOf(method, node);

test("the signature is over the very characters of the node, wherever it stands", () => {
  expect(read(good)).toEqual({ state: "signed", node });
  const text = '{ "code" : "10000",\n"msg":"\\u4f60" }';
  const spaced = `{"sign" : "${signedByAlipay(text)}", "alipay_cert_sn":"x" ,
    "alipay_trade_query_response" : ${text} }`;
  expect(read(spaced)).toEqual({ state: "signed", node: { code: "10000", msg: "你" } });
});

test("one flipped bit never makes another answer", () => {
  const bytes = Buffer.from(good);
  fc.assert(
    fc.property(fc.nat(bytes.length * 8 - 1), (bit) => {
      const flipped = Buffer.from(bytes);
      flipped[bit >> 3]! ^= 1 << (bit & 7);
      const answer = read(flipped.toString());
      if (answer.state === "signed") expect(answer.node).toEqual(node);
    }),
    { numRuns: 1000 },
  );
});

test("a second node beside the signed one is not read", () => {
  const other = JSON.stringify({ code: "10000", total_amount: "999.00" });
  for (const twice of [
    `${good.slice(0, -1)},"alipay_trade_query_response":${other}}`,
    `{"alipay_trade_query_response":${other},${good.slice(1)}`,
    `{"alipay_trade_query_r\\u0065sponse":${other},${good.slice(1)}`,
  ]) {
    expect(read(twice)).toMatchObject({ state: "unreadable" });
  }
});

test("without a signature it is said to be unsigned, with another it is forged", () => {
  const text = JSON.stringify(node);
  expect(read(`{"alipay_trade_query_response":${text}}`)).toEqual({ state: "unsigned", node });
  expect(read(`{"error_response":${text}}`)).toEqual({ state: "unsigned", node });
  for (const sign of ["", "AAAA", signedByAlipay(text, "RSA-SHA1"), signedByAlipay("{}")]) {
    expect(read(`{"alipay_trade_query_response":${text},"sign":"${sign}"}`)).toEqual({
      state: "forged",
    });
  }
});

test.each([
  "",
  "<html></html>",
  "[]",
  "null",
  "{}",
  '{"alipay_trade_query_response":"10000"}',
  '{"alipay_trade_query_response":[1],"sign":"x"}',
  '{"alipay_trade_close_response":{"code":"10000"},"sign":"x"}',
  '{"alipay_trade_query_response":{"code":"10000"},"sign":1}',
  '{"alipay_trade_query_response":{"code":"10000"},"sign":"x"}{}',
])("is not the protocol's: %s", (text) => {
  expect(read(text)).toMatchObject({ state: "unreadable" });
});

test("whatever comes, reading it throws nothing", () => {
  fc.assert(fc.property(fc.string(), (text) => void read(text)));
  fc.assert(fc.property(fc.json(), (text) => void read(text)));
});
