import { afterAll, beforeAll, expect, test } from "vitest";
import { type Sandbox, startSandbox } from "../start-sandbox.ts";
import { openMerchant } from "./merchant-client.ts";

let sandbox: Sandbox;
let merchant: Awaited<ReturnType<typeof openMerchant>>;
beforeAll(async () => {
  sandbox = await startSandbox();
  merchant = await openMerchant(sandbox.url);
});
afterAll(async () => {
  merchant.close();
  await sandbox.close();
});

const query = "alipay.trade.query";
const biz = { out_trade_no: "none" };

test("an answer is signed over its own text, with escaped slashes", async () => {
  const order = { out_trade_no: "slash", total_amount: "1.00", subject: "a/b" };
  const { text, node, isSigned, status } = await merchant.call("alipay.trade.precreate", order);
  expect(status).toBe(200);
  expect(text).toMatch(/^\{"alipay_trade_precreate_response":\{"code":"10000","msg":"Success"/);
  expect(text).toContain("http:\\/\\/");
  expect(isSigned).toBe(true);
  expect(node.qr_code).toMatch(/^http:\/\/.*\/alipay\/cashier\/2088/);
});

test.each([
  ["method", "40001", "isv.missing-method"],
  ["app_id", "40001", "isv.missing-app-id"],
  ["sign_type", "40001", "isv.missing-signature-type"],
  ["sign", "40001", "isv.missing-signature"],
  ["timestamp", "40001", "isv.missing-timestamp"],
  ["version", "40001", "isv.missing-version"],
])("without %s: %s %s", async (name, code, sub_code) => {
  const { [name]: _left, ...parameters } = merchant.signed(query, biz);
  const { node } = await merchant.send(parameters);
  expect(node).toMatchObject({ code, sub_code });
});

test.each([
  ["method", "alipay.nothing", "40002", "isv.invalid-method"],
  ["app_id", "2021000000000000", "40002", "isv.invalid-app-id"],
  ["format", "XML", "40002", "isv.invalid-format"],
  ["charset", "gbk", "40002", "isv.invalid-charset"],
  ["sign_type", "RSA", "40002", "isv.invalid-signature-type"],
  ["timestamp", "yesterday", "40002", "isv.invalid-timestamp"],
  ["version", "2.0", "40002", "isv.invalid-parameter"],
  ["sign", "AAAA", "40002", "isv.invalid-signature"],
  ["biz_content", "{", "40002", "isv.invalid-parameter"],
  ["app_auth_token", "other", "20001", "aop.invalid-app-auth-token"],
])("%s %s: %s %s", async (name, value, code, sub_code) => {
  const { node } = await merchant.call(query, biz, { [name]: value });
  expect(node).toMatchObject({ code, sub_code });
});

test("what was changed after signing is refused, in a signed answer that shows what was seen", async () => {
  const parameters = { ...merchant.signed(query, biz), timestamp: "2026-11-25 10:00:00" };
  const { node, isSigned } = await merchant.send(parameters);
  expect(node.sub_code).toBe("isv.invalid-signature");
  expect(node.sub_msg).toContain(`app_id=${merchant.fields.app_id}&amp;biz_content=`);
  expect(isSigned).toBe(true);
});

test("an app without an account gets no signature", async () => {
  const { text } = await merchant.call(query, biz, { app_id: "nobody" });
  expect(text).toMatch(/^\{"error_response":\{[^{}]*\}\}$/);
});

test("public parameters may stand in the query", async () => {
  const { biz_content = "", ...rest } = merchant.signed(query, biz);
  const response = await fetch(`${merchant.url}/alipay/gateway.do?${new URLSearchParams(rest)}`, {
    method: "POST",
    body: new URLSearchParams({ biz_content }),
  });
  expect(await response.text()).toContain("ACQ.TRADE_NOT_EXIST");
});

test("an app acts for the merchant whose token it has", async () => {
  const other = await openMerchant(sandbox.url);
  const order = { out_trade_no: "for-other", total_amount: "1.00", subject: "s" };
  const token = { app_auth_token: `auth${other.fields.seller_id}` };
  await merchant.call("alipay.trade.precreate", order, token);
  await merchant.admin("/payments/for-other/pay");
  const mine = await merchant.call(query, { out_trade_no: "for-other" });
  const others = await merchant.call(query, { out_trade_no: "for-other" }, token);
  other.close();
  expect(mine.node.sub_code).toBe("ACQ.TRADE_NOT_EXIST");
  expect(others.node.trade_status).toBe("TRADE_SUCCESS");
});
