import { createHash, randomUUID, X509Certificate } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { type Sandbox, startSandbox } from "../start-sandbox.ts";
import { openMerchant } from "./merchant-client.ts";
import { unseal } from "./seal.ts";
import { signFields } from "./xml.ts";

let sandbox: Sandbox;
let merchant: Awaited<ReturnType<typeof openMerchant>>;
beforeAll(async () => {
  sandbox = await startSandbox({ speed: 1000 });
});
afterAll(() => sandbox.close());
beforeEach(async () => {
  merchant = await openMerchant(sandbox.url);
  return () => merchant.close();
});

const newNo = () => randomUUID().replaceAll("-", "");
const trades = "/v3/pay/transactions";
const refunds = "/v3/refund/domestic/refunds";
const bills = "/v3/fund-app/mch-transfer/transfer-bills";

function order(no: string, total = 100) {
  const { app_id: appid, mch_id: mchid } = merchant.fields;
  const what = {
    appid,
    mchid,
    description: "tea",
    out_trade_no: no,
    notify_url: merchant.notify_url,
  };
  return { ...what, amount: { total, currency: "CNY" } };
}
const pay = (no: string, total?: number) =>
  merchant.call("POST", `${trades}/native`, order(no, total));
const query = (no: string) =>
  merchant.call("GET", `${trades}/out-trade-no/${no}?mchid=${merchant.fields.mch_id}`);
const close = (no: string) =>
  merchant.call("POST", `${trades}/out-trade-no/${no}/close`, { mchid: merchant.fields.mch_id });
async function paid(total = 100): Promise<string> {
  const no = newNo();
  await pay(no, total);
  await merchant.admin(`/payments/${no}/pay`, { payer: "o-payer" });
  return no;
}
const refund = (payment: string, no: string, part = 100, total = 100) =>
  merchant.call("POST", refunds, {
    out_trade_no: payment,
    out_refund_no: no,
    notify_url: merchant.notify_url,
    amount: { refund: part, total, currency: "CNY" },
  });
const transfer = (no: string, amount = 100, openid = "o-payee") =>
  merchant.call("POST", bills, {
    appid: merchant.fields.app_id,
    out_bill_no: no,
    transfer_scene_id: "1005",
    openid,
    transfer_amount: amount,
    transfer_remark: "wages",
    notify_url: merchant.notify_url,
    transfer_scene_report_infos: [{ info_type: "岗位类型", info_content: "外卖员" }],
  });
const redPack = (no: string, amount = 100, key?: string) =>
  merchant.callV2(
    "/mmpaymkttransfers/sendredpack",
    {
      mch_billno: no,
      wxappid: merchant.fields.app_id,
      send_name: "Purse",
      re_openid: "o-payee",
      total_amount: String(amount),
      total_num: "1",
      wishing: "luck",
      client_ip: "127.0.0.1",
      act_name: "feast",
      remark: "none",
    },
    key,
  );
const redPackInfo = (no: string) =>
  merchant.callV2("/mmpaymkttransfers/gethbinfo", {
    mch_billno: no,
    appid: merchant.fields.app_id,
    bill_type: "MCHT",
  });
const arrange = (operation: string, fault: string, no: string | null) =>
  merchant.admin("/faults", { channel: "wechat", operation, fault, no });

test("a payment is prepaid, paid, told and found", async () => {
  const no = newNo();
  expect(await pay(no)).toMatchObject({
    status: 200,
    node: { code_url: expect.stringMatching(/^weixin:/) },
    isSigned: true,
    serial: merchant.fields.public_key_id,
  });
  expect((await query(no)).node).toMatchObject({ trade_state: "NOTPAY", amount: { total: 100 } });
  await merchant.admin(`/payments/${no}/pay`, { payer: "o-payer" });
  const told = { out_trade_no: no, trade_state: "SUCCESS", payer: { openid: "o-payer" } };
  expect((await query(no)).node).toMatchObject(told);
  await vi.waitFor(() =>
    expect(merchant.heard).toMatchObject([
      { event_type: "TRANSACTION.SUCCESS", resource: told, isSigned: true },
    ]),
  );
  expect(await pay(no)).toMatchObject({ status: 400, node: { code: "ORDERPAID" } });
  expect(await close(no)).toMatchObject({ status: 400, node: { code: "ORDERPAID" } });
});

test("jsapi and h5 answer in their own ways", async () => {
  const jsapi = { ...order(newNo()), payer: { openid: "o-payer" } };
  expect((await merchant.call("POST", `${trades}/jsapi`, jsapi)).node.prepay_id).toMatch(/^wx/);
  const scene_info = { payer_client_ip: "127.0.0.1", h5_info: { type: "Wap" } };
  const h5 = { ...order(newNo()), scene_info };
  expect((await merchant.call("POST", `${trades}/h5`, h5)).node.h5_url).toMatch(/^https:/);
});

test("a number is one order, and closed for good", async () => {
  const no = newNo();
  await pay(no);
  expect((await pay(no)).status).toBe(200);
  expect(await pay(no, 101)).toMatchObject({ status: 403, node: { code: "OUT_TRADE_NO_USED" } });
  expect(await close(no)).toMatchObject({ status: 204, text: "", isSigned: true });
  expect(await pay(no)).toMatchObject({ status: 400, node: { code: "ORDER_CLOSED" } });
  expect((await query(no)).node.trade_state).toBe("CLOSED");
  expect(await query(newNo())).toMatchObject({ status: 404, node: { code: "ORDER_NOT_EXIST" } });
});

test.each([
  ["another key", (other: string) => ({ key: other })],
  ["an old time", () => ({ timestamp: Math.floor(Date.now() / 1000) - 301 })],
  ["no signature", () => ({ headers: { Authorization: "" } })],
])("%s is refused with 401", async (_what, options) => {
  const other = await openMerchant(sandbox.url);
  const answer = await merchant.call(
    "GET",
    `${trades}/out-trade-no/x?mchid=1`,
    undefined,
    options(other.fields.private_key),
  );
  other.close();
  expect(answer).toMatchObject({ status: 401, node: { code: "SIGN_ERROR" } });
});

test("what is wrong with a request is named", async () => {
  const wrong = { ...order(newNo()), amount: { total: 0 } };
  const answer = await merchant.call("POST", `${trades}/native`, wrong);
  expect(answer).toMatchObject({ status: 400, node: { code: "PARAM_ERROR" } });
  expect(answer.node.message).toContain("amount/total");
  expect(await merchant.call("POST", refunds, undefined, { body: "{" })).toMatchObject({
    status: 400,
    node: { code: "PARAM_ERROR" },
  });
});

test("certificates are sealed, and answers go by them for whoever names none", async () => {
  const { node } = await merchant.call("GET", "/v3/certificates");
  const [{ serial_no, encrypt_certificate }] = node.data;
  const certificate = new X509Certificate(unseal(encrypt_certificate, merchant.fields.api_v3_key));
  expect(certificate.serialNumber).toBe(serial_no);
  const named = { headers: { "Wechatpay-Serial": serial_no } };
  const answer = await merchant.call("GET", `${trades}/out-trade-no/x?mchid=1`, undefined, named);
  expect(answer).toMatchObject({ serial: serial_no, isSigned: true });
  const unknown = { headers: { "Wechatpay-Serial": "PUB_KEY_ID_0" } };
  expect(
    await merchant.call("GET", `${trades}/out-trade-no/x?mchid=1`, undefined, unknown),
  ).toMatchObject({ status: 400, node: { code: "PARAM_ERROR" } });
});

test("a refund is taken, made and told; the same number refunds once", async () => {
  const payment = await paid();
  const no = newNo();
  expect((await refund(payment, no, 60)).node).toMatchObject({ status: "PROCESSING" });
  expect((await refund(payment, no, 60)).node).toMatchObject({ status: "SUCCESS" });
  expect(await refund(payment, no, 61)).toMatchObject({ node: { code: "INVALID_REQUEST" } });
  expect(await refund(payment, newNo(), 41)).toMatchObject({ node: { code: "INVALID_REQUEST" } });
  const found = await merchant.call("GET", `${refunds}/${no}`);
  expect(found.node).toMatchObject({ status: "SUCCESS", amount: { refund: 60, total: 100 } });
  expect((await query(payment)).node.trade_state).toBe("REFUND");
  await vi.waitFor(() =>
    expect(merchant.heard.map((each) => each.event_type)).toContain("REFUND.SUCCESS"),
  );
  const { movements } = await merchant.books();
  expect(movements.filter((each: { no: string }) => each.no === no)).toMatchObject([
    { amount: -60 },
  ]);
  expect(await merchant.call("GET", `${refunds}/${newNo()}`)).toMatchObject({
    status: 404,
    node: { code: "RESOURCE_NOT_EXISTS" },
  });
});

test.each([
  ["ABNORMAL", "REFUND.ABNORMAL"],
  ["CLOSED", "REFUND.CLOSED"],
])("a refund can end %s", async (status, event) => {
  const payment = await paid();
  const no = newNo();
  await arrange("refund", status, no);
  expect((await refund(payment, no)).node.status).toBe(status);
  await vi.waitFor(() =>
    expect(merchant.heard.at(-1)).toMatchObject({
      event_type: event,
      resource: { refund_status: status },
    }),
  );
});

test("a transfer waits for its receiver, and moves money once", async () => {
  const no = newNo();
  const first = await transfer(no);
  expect(first.node).toMatchObject({
    state: "WAIT_USER_CONFIRM",
    package_info: expect.any(String),
  });
  expect((await transfer(no)).node).toEqual(first.node);
  expect(await transfer(no, 101)).toMatchObject({ status: 400, node: { code: "ALREADY_EXISTS" } });
  await merchant.admin(`/transfers/${no}`, { state: "succeeded" });
  const found = await merchant.call("GET", `${bills}/out-bill-no/${no}`);
  expect(found.node).toMatchObject({
    state: "SUCCESS",
    transfer_amount: 100,
    mch_id: merchant.fields.mch_id,
  });
  await vi.waitFor(() =>
    expect(merchant.heard).toMatchObject([
      { event_type: "MCHTRANSFER.BILL.FINISHED", resource: { out_bill_no: no, state: "SUCCESS" } },
    ]),
  );
  const { movements } = await merchant.books();
  expect(movements.filter((each: { no: string }) => each.no === no)).toHaveLength(1);
  expect(await transfer(newNo(), 150_000_000)).toMatchObject({ node: { code: "PARAM_ERROR" } });
});

test.each(["ACCEPTED", "PROCESSING", "TRANSFERING", "SUCCESS", "FAIL", "CANCELLED"])(
  "a transfer can be %s",
  async (state) => {
    const no = newNo();
    await arrange("transfer", state, no);
    expect((await transfer(no)).node.state).toBe(state);
    expect((await merchant.call("GET", `${bills}/out-bill-no/${no}`)).node.state).toBe(state);
  },
);

test("nobody spends what is not there", async () => {
  const poor = await openMerchant(sandbox.url, { balance: 0 });
  merchant.close();
  merchant = poor;
  expect(await transfer(newNo())).toMatchObject({ status: 403, node: { code: "NOT_ENOUGH" } });
  expect(await redPack(newNo().slice(0, 28))).toMatchObject({ err_code: "NOTENOUGH" });
});

test("a red envelope is sent once, and received or returned", async () => {
  const no = newNo().slice(0, 28);
  const sent = await redPack(no);
  expect(sent).toMatchObject({ result_code: "SUCCESS", mch_billno: no, total_amount: "100" });
  expect(sent.sign).toBe(signFields(sent, merchant.fields.api_v2_key));
  expect((await redPack(no)).send_listid).toBe(sent.send_listid);
  expect(await redPack(no, 101)).toMatchObject({ result_code: "FAIL", err_code: "FATAL_ERROR" });
  expect((await redPackInfo(no)).status).toBe("SENT");
  await merchant.admin(`/red-envelopes/${no}`, { state: "returned" });
  expect(await redPackInfo(no)).toMatchObject({ status: "REFUND", refund_amount: "100" });
  expect(await redPackInfo("none")).toMatchObject({ err_code: "NOT_FOUND" });
  expect(await redPack("x", 100, "k")).toMatchObject({ err_code: "SIGN_ERROR" });
});

test("v2 faults: busy after the work, refused by code, failed without one", async () => {
  const no = newNo().slice(0, 28);
  await arrange("redEnvelope", "system_error_done", no);
  expect(await redPack(no)).toMatchObject({ err_code: "SYSTEMERROR" });
  expect((await redPackInfo(no)).status).toBe("SENT");
  await arrange("redEnvelope", "SENDNUM_LIMIT", "a");
  expect(await redPack("a")).toMatchObject({ err_code: "SENDNUM_LIMIT" });
  await arrange("redEnvelope", "response_code_fail", "b");
  const failed = await redPack("b");
  expect([failed.return_code, failed.result_code]).toEqual(["FAIL", undefined]);
});

test("a day's bills say what moved, under their hash", async () => {
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const trade = `/v3/bill/tradebill?bill_date=${today}`;
  expect(await merchant.call("GET", trade)).toMatchObject({
    status: 400,
    node: { code: "NO_STATEMENT_EXIST" },
  });
  const payment = await paid(12345);
  await refund(payment, newNo(), 45, 12345);
  await transfer(newNo());
  for (const [path, ending] of [
    [trade, "`2,`123.45,`0.45,`0.00,`0.00000,`123.45,`0.45\r\n"],
    [`/v3/bill/fundflowbill?bill_date=${today}`, "`3,`1,`123.45,`2,`1.45\r\n"],
  ] as const) {
    const { node } = await merchant.call("GET", path);
    const file = await merchant.call("GET", node.download_url);
    expect(createHash(node.hash_type).update(file.text).digest("hex")).toBe(node.hash_value);
    expect(file.text.endsWith(ending)).toBe(true);
    expect(file.isSigned).toBe(false);
  }
});

test.each([
  ["missing_field", { out_trade_no: expect.any(String) }],
  ["wrong_amount", { amount: { total: 101, currency: "CNY" } }],
  ["unknown_status", { trade_state: "UNHEARD_OF" }],
  ["USERPAYING", { trade_state: "USERPAYING" }],
  ["FREQUENCY_LIMITED", { code: "FREQUENCY_LIMITED" }],
  ["system_error", { code: "SYSTEM_ERROR" }],
])("an answer can be spoilt: %s", async (fault, what) => {
  const no = newNo();
  await pay(no);
  await arrange("query", fault, no);
  const { node } = await query(no);
  expect(node).toMatchObject(what);
  expect(node.trade_state).not.toBe(fault === "wrong_amount" ? "" : "NOTPAY");
  expect((await query(no)).node.trade_state).toBe("NOTPAY");
});

test.each(["wrong_signature", "missing_signature"])("an answer can have a %s", async (fault) => {
  const no = newNo();
  await arrange("pay", fault, no);
  expect(await pay(no)).toMatchObject({ status: 200, isSigned: false });
});

test.each([
  ["wrong_signature", { isSigned: false }],
  [
    "signature_probe",
    { isSigned: false, signature: expect.stringMatching(/^WECHATPAY\/SIGNTEST\//) },
  ],
  ["wrong_amount", { isSigned: true, resource: { amount: { total: 101 } } }],
  ["other_merchant", { isSigned: true, resource: { mchid: expect.not.stringMatching(/^$/) } }],
])("a notification can be spoilt: %s", async (fault, what) => {
  const no = newNo();
  await pay(no);
  await arrange("notify", fault, no);
  await merchant.admin(`/payments/${no}/pay`);
  await vi.waitFor(() => expect(merchant.heard).toMatchObject([what]));
  if (fault === "other_merchant") {
    expect(merchant.heard[0]?.resource.mchid).not.toBe(merchant.fields.mch_id);
  }
});

test("what is not acknowledged comes again", async () => {
  merchant.say(500);
  await paid();
  await vi.waitFor(() => expect(merchant.heard.length).toBeGreaterThan(2));
});

test("an amount asks for a refusal", async () => {
  expect(await pay(newNo(), 9081)).toMatchObject({ status: 400, node: { code: "ORDERPAID" } });
});
