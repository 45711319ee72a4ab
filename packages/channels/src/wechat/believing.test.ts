import fc from "fast-check";
import { expect, test } from "vitest";
import {
  access,
  account,
  type Listener,
  no,
  playing,
  says,
  signatureHeaders,
} from "./playing-wechat.ts";

const trade = {
  appid: account.app_id,
  mchid: account.mch_id,
  out_trade_no: no,
  trade_state: "SUCCESS",
  transaction_id: "4200001",
  amount: { total: 1250, currency: "CNY" },
};
const query = (listener: Listener) => playing(listener, ({ channel }) => channel.query(access, no));
const unknown = (key: string) => ({ state: "unknown", key });

const answers =
  (status: number, body: string, headers = {}): Listener =>
  ({ answer }) =>
    answer.writeHead(status, headers).end(body);

test("unsigned and wrongly signed answers leave open, successes and refusals alike", async () => {
  for (const [status, content] of [
    [200, trade],
    [404, { code: "ORDER_NOT_EXIST", message: "no" }],
  ] as const) {
    const body = JSON.stringify(content);
    const old = new Date(Date.now() - 600_000);
    for (const headers of [
      {},
      signatureHeaders(`${body} `),
      signatureHeaders(body, { at: old }),
      signatureHeaders(body, { serial: "PUB_KEY_ID_0" }),
    ]) {
      expect(await query(answers(status, body, headers))).toMatchObject(
        unknown("channel_sign_error"),
      );
    }
  }
});

test("what is not the protocol's", async () => {
  expect(await query(answers(500, "<html>"))).toMatchObject(unknown("channel_request_error"));
  expect(await query(answers(404, "{}"))).toMatchObject(unknown("channel_request_error"));
  expect(await query(answers(302, "", { Location: "/" }))).toMatchObject(
    unknown("channel_request_error"),
  );
  expect(await query(answers(200, "<html>"))).toMatchObject(unknown("channel_parse_error"));
  expect(await query(says({ ...trade, out_trade_no: undefined }))).toMatchObject(
    unknown("channel_parse_error"),
  );
  expect(await query(says({ ...trade, amount: { total: "1250" } }))).toMatchObject(
    unknown("channel_parse_error"),
  );
  expect(await query(says(undefined, 204))).toMatchObject(unknown("channel_parse_error"));
});

test("one flipped bit, anywhere in the body or its signature", async () => {
  const body = JSON.stringify(trade);
  const headers = signatureHeaders(body);
  await fc.assert(
    fc.asyncProperty(fc.nat(body.length * 8 - 1), fc.boolean(), async (bit, isOfBody) => {
      const bytes = isOfBody
        ? Buffer.from(body)
        : Buffer.from(headers["wechatpay-signature"]!, "base64");
      const at = (bit >> 3) % bytes.length;
      bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << (bit & 7)), at);
      const signature = isOfBody ? headers["wechatpay-signature"] : bytes.toString("base64");
      const outcome = await query(({ answer }) =>
        answer
          .writeHead(200, { ...headers, "wechatpay-signature": signature })
          .end(isOfBody ? bytes : body),
      );
      expect(outcome.state).toBe("unknown");
    }),
    { numRuns: 60 },
  );
});

test("whatever WeChat Pay signs, a payment succeeds only as it was asked for", async () => {
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom("SUCCESS", "CNY", no, "1250", 1250, 0, -1),
  );
  const change = fc.record({
    name: fc.constantFrom(...Object.keys(trade), "__proto__", "amount.total"),
    value,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 2 }), async (changes) => {
      const content: Record<string, unknown> = structuredClone(trade);
      for (const { name, value } of changes) {
        if (name === "amount.total") content.amount = { total: value, currency: "CNY" };
        else
          Object.defineProperty(content, name, {
            value,
            enumerable: true,
            configurable: true,
            writable: true,
          });
      }
      const outcome = await query(says(content));
      if (outcome.state !== "succeeded") return;
      expect(content).toMatchObject({ appid: trade.appid, mchid: trade.mchid, out_trade_no: no });
      expect(outcome.amount).toBe(Reflect.get(Object(content.amount), "total"));
      expect(Number.isSafeInteger(outcome.amount) && outcome.amount > 0).toBe(true);
    }),
    { numRuns: 150 },
  );
});
