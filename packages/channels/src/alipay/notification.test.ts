import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type LocalServer, localServer } from "../local-server.ts";
import { alipayChannel } from "./channel.ts";
import { verifierOf } from "./notification.ts";
import { access, accessWith, signedByAlipay } from "./playing-alipay.ts";
import { signedText } from "./signature.ts";

let server: LocalServer;
let asked: string[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
beforeEach(async () => {
  asked = [];
  answer = (_, response) => response.end("true");
  server = await localServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
});
afterEach(() => server.close());

const parameters = {
  notify_id: "nid+1",
  notify_type: "trade_status_sync",
  notify_time: "2026-11-25 18:30:00",
  app_id: "2021000000000001",
  seller_id: "2088000000000001",
  out_trade_no: "p".repeat(25),
  trade_no: "2026112522001400000000000001",
  trade_status: "TRADE_SUCCESS",
  total_amount: "12.50",
  subject: "茶 & 水=100%",
  charset: "utf-8",
  empty: "",
};

function bodyOf(changed: object = {}, signature: object = {}): string {
  const all = { ...parameters, ...changed };
  const sign = signedByAlipay(signedText(all));
  return new URLSearchParams({ ...all, sign, sign_type: "RSA2", ...signature }).toString();
}

const verify = (body: string, of = access) =>
  alipayChannel({
    urlOf: () => server.url,
    now: () => new Date(),
    timeLimitMs: 300,
    onCall: () => {},
  }).verifyNotification(of, { headers: {}, body });

const paid = { kind: "payment", no: parameters.out_trade_no, amount: 1250, currency: "CNY" };
const forged = { state: "refused", key: "channel_sign_error" };

test("a notification of a payment, which Alipay owns to", async () => {
  expect(await verify(bodyOf())).toEqual({
    state: "succeeded",
    notify_id: "nid+1",
    acknowledgement: { content_type: "text/plain", body: "success" },
    subject: {
      ...paid,
      outcome: {
        state: "succeeded",
        transaction_id: parameters.trade_no,
        amount: 1250,
        currency: "CNY",
      },
    },
  });
  expect(asked).toEqual([
    "GET /gateway.do?service=notify_verify&partner=2088000000000001&notify_id=nid%2B1",
  ]);
});

test.each([
  [{ trade_status: "WAIT_BUYER_PAY" }, { state: "waiting" }],
  [{ trade_status: "TRADE_FINISHED" }, { state: "succeeded" }],
  [{ trade_status: "TRADE_CLOSED" }, { state: "refused", key: "charge_closed" }],
  [{ trade_status: "TRADE_CLOSED", gmt_refund: "2026-11-25 18:31:00" }, { state: "waiting" }],
  [{ trade_status: "ODD" }, { state: "unknown", key: "charge_unexpected_status" }],
])("%j", async (change, outcome) => {
  expect(await verify(bodyOf(change))).toMatchObject({
    state: "succeeded",
    subject: { ...paid, outcome },
  });
});

test("whatever is not signed as it stands is refused, and Alipay is not even asked", async () => {
  const body = bodyOf();
  for (const wrong of [
    "",
    "{}",
    body.replace("12.50", "12.51"),
    body.replace("TRADE_SUCCESS", "TRADE_FINISHED"),
    body.replace("empty=&", ""),
    `${body}&more=1`,
    `${body}&total_amount=999.00`,
    bodyOf({}, { sign: "" }),
    bodyOf({}, { sign: "AAAA" }),
    new URLSearchParams({ ...parameters, sign_type: "RSA2" }).toString(),
  ]) {
    expect(await verify(wrong)).toEqual(forged);
  }
  expect(asked).toEqual([]);
});

test("a weaker algorithm is not followed, however well it is signed", async () => {
  const sign = signedByAlipay(signedText(parameters), "RSA-SHA1");
  expect(await verify(bodyOf({}, { sign, sign_type: "RSA" }))).toEqual(forged);
  expect(await verify(bodyOf({}, { sign_type: "RSA" }))).toEqual(forged);
  expect(await verify(bodyOf({}, { sign }))).toEqual(forged);
});

test.each([{ app_id: "2021000000000002" }, { seller_id: "2088000000000002" }])(
  "a notification of another account is not ours: %j",
  async (change) => {
    expect(await verify(bodyOf(change))).toMatchObject({
      state: "unknown",
      key: "channel_parameters_consistency_error",
    });
  },
);

test.each(["false", "invalid"])("Alipay does not own to the notification: %s", async (said) => {
  answer = (_, response) => response.end(said);
  expect(await verify(bodyOf())).toEqual({ state: "refused", key: "channel_notify_id_error" });
});

test.each([
  ["channel_parse_error", (_, response) => response.end("perhaps")],
  ["channel_request_error", (_, response) => response.writeHead(500).end("true")],
  ["channel_connection_error", (request) => request.socket.destroy()],
  ["channel_connection_error", () => {}],
] as [string, typeof answer][])("asking Alipay may fail with %s", async (key, fault) => {
  answer = fault;
  expect(await verify(bodyOf())).toMatchObject({ state: "unknown", key });
});

test.each(["notify_id", "out_trade_no", "trade_no", "total_amount", "seller_id"])(
  "a signed notification without a %s is no notification of a payment",
  async (name) => {
    const { [name]: _, ...rest } = parameters as Record<string, string>;
    const sign = signedByAlipay(signedText(rest));
    const body = new URLSearchParams({ ...rest, sign, sign_type: "RSA2" }).toString();
    expect(await verify(body)).toMatchObject({ state: "unknown", key: "channel_parse_error" });
  },
);

test("without a key of Alipay's nothing can be said of it", async () => {
  expect(await verify(bodyOf(), accessWith({ alipay_public_key: "k".repeat(64) }))).toEqual({
    state: "unknown",
    key: "channel_sign_error",
    detail: "alipay_public_key: not an RSA public key",
  });
});

test("Alipay itself verifies at a host of its own, anyone who plays it at the same", () => {
  expect(verifierOf("https://openapi.alipay.com")).toBe("https://mapi.alipay.com/gateway.do");
  expect(verifierOf("http://127.0.0.1:3002/alipay/")).toBe(
    "http://127.0.0.1:3002/alipay/gateway.do",
  );
});
