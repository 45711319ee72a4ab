import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { alipayChannel, type ChannelCall } from "@purse/channels";
import type { Channel, ChannelAccess, PaymentOrder } from "@purse/core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { useSandbox } from "./harness/sandbox.ts";

// The adapter against the sandbox: two readings of Alipay's documentation that share no code.

const sandbox = useSandbox();
const heard: ChannelCall[] = [];
let channel: Channel;
let access: ChannelAccess;

// Takes the sandbox's notifications, as Purse's server does.
const notified: string[] = [];
const receiver = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  notified.push(body);
  response.writeHead(200, { "Content-Type": "text/plain", "X-Request-Id": "r" }).end("success");
});
afterAll(() => receiver.close());

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
  const { port } = receiver.address() as AddressInfo;
  const { alipay } = await sandbox.merchant(1_000_000);
  access = {
    channel: "alipay",
    mode: "test",
    parameters: { ...alipay },
    notify_url: `http://127.0.0.1:${port}/v1/notify/alipay/wal_1`,
  };
  channel = alipayChannel({
    urlOf: () => `${sandbox.url}/alipay`,
    now: () => new Date(),
    timeLimitMs: 2000,
    onCall: (call) => heard.push(call),
  });
});

const newNo = () =>
  BigInt(`0x${randomBytes(16).toString("hex")}`)
    .toString(36)
    .padStart(25, "0");
const numbered = () => ({ no: newNo(), amount: 1250, currency: "CNY" });
const payment = (change: Partial<PaymentOrder> = {}): PaymentOrder => ({
  ...numbered(),
  subject: "茶",
  method: "qr",
  payer_id: null,
  expires_at: new Date(Date.now() + 3_600_000),
  ...change,
});

async function paid(): Promise<PaymentOrder> {
  const order = payment();
  await channel.pay(access, order);
  await sandbox.pay(order.no);
  return order;
}

test("a code is paid, and the query tells of it", async () => {
  const order = payment();
  expect(await channel.pay(access, order)).toMatchObject({
    state: "waiting",
    action: { type: "qr_code" },
  });
  expect(await channel.query(access, order.no)).toMatchObject({
    state: "refused",
    key: "resource_not_exist",
  });
  await sandbox.pay(order.no);
  expect(await channel.query(access, order.no)).toMatchObject({
    state: "succeeded",
    amount: 1250,
    currency: "CNY",
  });
  expect(await channel.pay(access, order)).toMatchObject({
    state: "unknown",
    key: "charge_unexpected_status",
  });
});

test("inside Alipay's app, and closed", async () => {
  const order = payment({ method: "jsapi", payer_id: "2088101117955611" });
  expect(await channel.pay(access, order)).toMatchObject({
    state: "waiting",
    action: { type: "jsapi" },
  });
  expect(await channel.query(access, order.no)).toEqual({ state: "waiting" });
  expect(await channel.close(access, order.no)).toEqual({ state: "succeeded" });
  expect(await channel.query(access, order.no)).toMatchObject({ key: "charge_closed" });
  expect(await channel.pay(access, order)).toMatchObject({ key: "charge_closed" });
});

test("the page that is made opens at the sandbox", async () => {
  const outcome = await channel.pay(access, payment({ method: "h5" }));
  if (outcome.state !== "waiting") throw new Error(outcome.state);
  const page = await fetch(outcome.action.value, { redirect: "manual" });
  expect(page.status).toBeLessThan(400);
});

test("refunds in parts, the same number once, and none beyond what was paid", async () => {
  const { no: payment_no, amount: payment_amount } = await paid();
  const refund = { ...numbered(), amount: 500, payment_no, payment_amount, reason: "不要了" };
  expect(await channel.queryRefund(access, refund)).toMatchObject({ key: "refund_not_found" });
  expect(await channel.refund(access, refund)).toEqual({ state: "succeeded" });
  expect(await channel.refund(access, refund)).toEqual({ state: "succeeded" });
  expect(await channel.queryRefund(access, refund)).toEqual({ state: "succeeded" });
  const second = { ...refund, no: newNo() };
  expect(await channel.refund(access, second)).toEqual({ state: "succeeded" });
  const third = { ...refund, no: newNo() };
  expect(await channel.refund(access, third)).toMatchObject({ state: "refused" });
  const { refunds } = await sandbox.books();
  expect(refunds.filter((each) => [refund.no, second.no, third.no].includes(each.no))).toHaveLength(
    2,
  );
});

test("a transfer and a red envelope, once each", async () => {
  const transfer = { ...numbered(), to_account: "2088101117955611", to_name: null, remark: null };
  expect(await channel.queryTransfer(access, transfer)).toMatchObject({
    key: "resource_not_exist",
  });
  expect(await channel.transfer(access, transfer)).toEqual({ state: "succeeded" });
  expect(await channel.transfer(access, transfer)).toEqual({ state: "succeeded" });
  expect(await channel.queryTransfer(access, transfer)).toEqual({ state: "succeeded" });
  const envelope = { ...numbered(), to_account: "2088101117955611", greeting: "恭喜发财" };
  expect(await channel.redEnvelope(access, envelope)).toMatchObject({ state: "succeeded" });
  expect(await channel.queryRedEnvelope(access, envelope)).toMatchObject({ state: "succeeded" });
});

test("the day's records carry our numbers", async () => {
  const { no } = await paid();
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const outcome = await channel.statement(access, today);
  if (outcome.state !== "succeeded") throw new Error(JSON.stringify(outcome));
  expect(outcome.entries.filter((entry) => entry.no === no)).toMatchObject([
    { kind: "payment", amount: 1250 },
  ]);
});

test("a notification is the sandbox's own, and a changed one is nobody's", async () => {
  const { no } = await paid();
  const body = await vi.waitFor(() => {
    const sent = notified.find((each) => each.includes(no));
    if (sent === undefined) throw new Error("not notified yet");
    return sent;
  });
  const raw = { headers: {}, body };
  expect(await channel.verifyNotification(access, raw)).toMatchObject({
    state: "succeeded",
    subject: { kind: "payment", no, amount: 1250, outcome: { state: "succeeded" } },
  });
  const changed = { headers: {}, body: raw.body.replace("12.50", "12.51") };
  expect(await channel.verifyNotification(access, changed)).toMatchObject({
    key: "channel_sign_error",
  });
});

test("no code of the sandbox's was unforeseen", () => {
  expect(heard.filter((call) => call.is_unforeseen)).toEqual([]);
});
