import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { wechatChannel } from "@purse/channels";
import type { Channel, ChannelAccess, RawNotification } from "@purse/core";
import { type Sandbox, startSandbox } from "@purse/sandbox";
import { afterAll, beforeAll, expect, test, vi } from "vitest";

// Both sides of WeChat Pay's protocol, written apart from each other, by the same documentation.

let sandbox: Sandbox;
let access: ChannelAccess;
let channel: Channel;
const heard: RawNotification[] = [];
const listener = createServer(async (request, answer) => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  heard.push({ headers: Object.fromEntries(headers), body: Buffer.concat(chunks).toString() });
  answer.end();
});

async function admin(path: string, body: object = {}): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify(body) };
  const answer = await fetch(`${sandbox.url}/admin${path}`, init);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${path}: ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}
const arrange = (operation: string, fault: string, no: string) =>
  admin("/faults", { channel: "wechat", operation, fault, no });

beforeAll(async () => {
  sandbox = await startSandbox({ speed: 1000 });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const { port } = listener.address() as AddressInfo;
  const { wechat } = (await admin("/accounts", { balance: 1_000_000 })) as { wechat: object };
  const parameters = { ...wechat };
  access = { channel: "wechat", mode: "test", parameters, notify_url: `http://127.0.0.1:${port}/` };
  channel = wechatChannel({
    urlOf: () => `${sandbox.url}/wechat`,
    now: () => new Date(),
    timeLimitMs: 2000,
    onCall: () => {},
  });
});
afterAll(async () => {
  listener.closeAllConnections();
  listener.close();
  await sandbox.close();
});

const newNo = () => randomUUID().replaceAll("-", "").slice(0, 25);
const numbered = (no: string) => ({ no, amount: 1250, currency: "CNY" });
const orderOf = (no: string, method: "qr" | "h5" | "jsapi" = "qr") => ({
  ...numbered(no),
  subject: "tea",
  method,
  payer_id: "o-payer",
  expires_at: new Date(Date.now() + 3_600_000),
});
const transferOf = (no: string) => ({
  ...numbered(no),
  to_account: "o-payee",
  to_name: "张三",
  remark: null,
});
const envelopeOf = (no: string) => ({
  ...numbered(no),
  to_account: "o-payee",
  greeting: "恭喜发财",
});

async function paid(): Promise<string> {
  const no = newNo();
  await channel.pay(access, orderOf(no));
  await admin(`/payments/${no}/pay`, { payer: "o-payer" });
  return no;
}
/** The notice of a number, as soon as it has come. */
const noticeOf = (no: string) =>
  vi.waitFor(async () => {
    const notices = await Promise.all(heard.map((raw) => channel.verifyNotification(access, raw)));
    const notice = notices.find((each) => each.state === "succeeded" && each.subject.no === no);
    if (notice?.state !== "succeeded") throw new Error(`no notice of ${no} yet`);
    return notice.subject;
  });

test.each([
  ["qr", "qr_code"],
  ["h5", "url"],
  ["jsapi", "jsapi"],
] as const)("a payment by %s", async (method, type) => {
  const no = newNo();
  expect(await channel.pay(access, orderOf(no, method))).toMatchObject({
    state: "waiting",
    action: { type },
  });
  expect(await channel.query(access, no)).toEqual({ state: "waiting" });
  await admin(`/payments/${no}/pay`, { payer: "o-payer" });
  const succeeded = { state: "succeeded", amount: 1250, currency: "CNY" };
  expect(await channel.query(access, no)).toMatchObject(succeeded);
  expect(await noticeOf(no)).toMatchObject({ kind: "payment", amount: 1250, outcome: succeeded });
  expect(await channel.pay(access, orderOf(no, method))).toMatchObject(succeeded);
  expect(await channel.close(access, no)).toMatchObject({
    state: "unknown",
    key: "charge_unexpected_status",
  });
});

test("closing", async () => {
  const no = newNo();
  expect(await channel.close(access, no)).toEqual({ state: "refused", key: "resource_not_exist" });
  expect(await channel.query(access, no)).toEqual({ state: "refused", key: "resource_not_exist" });
  await channel.pay(access, orderOf(no));
  expect(await channel.close(access, no)).toEqual({ state: "succeeded" });
  expect(await channel.query(access, no)).toEqual({ state: "refused", key: "charge_closed" });
});

test("a refund", async () => {
  const [payment_no, no] = [await paid(), newNo()];
  const order = { ...numbered(no), payment_no, payment_amount: 1250, reason: null };
  expect(await channel.queryRefund(access, order)).toEqual({
    state: "refused",
    key: "refund_not_found",
  });
  expect(await channel.refund(access, order)).toEqual({ state: "unknown", key: "refund_pending" });
  expect(await channel.refund(access, order)).toEqual({ state: "succeeded" });
  expect(await channel.queryRefund(access, order)).toEqual({ state: "succeeded" });
  expect(await noticeOf(no)).toMatchObject({
    kind: "refund",
    amount: 1250,
    outcome: { state: "succeeded" },
  });
});

test("a transfer", async () => {
  const no = newNo();
  expect(await channel.queryTransfer(access, numbered(no))).toEqual({
    state: "refused",
    key: "resource_not_exist",
  });
  expect(await channel.transfer(access, transferOf(no))).toMatchObject({
    state: "waiting",
    action_url: expect.stringMatching(/^jsapi:requestMerchantTransfer\?mchId=/),
  });
  await admin(`/transfers/${no}`, { state: "succeeded" });
  expect(await channel.queryTransfer(access, numbered(no))).toEqual({ state: "succeeded" });
  expect(await noticeOf(no)).toMatchObject({
    kind: "transfer",
    amount: 1250,
    outcome: { state: "succeeded" },
  });
});

test("a red envelope", async () => {
  const no = newNo();
  expect(await channel.queryRedEnvelope(access, numbered(no))).toEqual({
    state: "refused",
    key: "resource_not_exist",
  });
  expect(await channel.redEnvelope(access, envelopeOf(no))).toEqual({
    state: "succeeded",
    fate: "lying",
  });
  expect(await channel.queryRedEnvelope(access, numbered(no))).toEqual({
    state: "succeeded",
    fate: "lying",
  });
});

test("the statement of today", async () => {
  const no = await paid();
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const statement = await channel.statement(access, today);
  if (statement.state !== "succeeded") throw new Error(JSON.stringify(statement));
  expect(new Set(statement.entries.map(({ kind }) => kind))).toEqual(
    new Set(["payment", "refund", "transfer", "red_envelope"]),
  );
  expect(statement.entries.find((entry) => entry.no === no)).toMatchObject({
    kind: "payment",
    amount: 1250,
  });
  expect(await channel.statement(access, "2020-01-01")).toEqual({
    state: "succeeded",
    entries: [],
  });
});

test.each([
  ["connection_lost", "channel_connection_error"],
  ["reset_mid_answer", "channel_connection_error"],
  ["time_out", "channel_connection_error"],
  ["http_500_html", "channel_request_error"],
  ["http_502_empty", "channel_request_error"],
  ["not_json", "channel_parse_error"],
  ["encoded", "channel_parse_error"],
  ["missing_field", "channel_parse_error"],
  ["wrong_signature", "channel_sign_error"],
  ["missing_signature", "channel_sign_error"],
  ["other_order", "channel_parameters_consistency_error"],
  ["unknown_status", "charge_unexpected_status"],
  ["system_error", "channel_unexpected_error"],
])("a query with the fault %s is %s", async (fault, key) => {
  const no = await paid();
  await arrange("query", fault, no);
  expect(await channel.query(access, no)).toMatchObject({ state: "unknown", key });
  expect(await channel.query(access, no)).toMatchObject({ state: "succeeded", amount: 1250 });
});
