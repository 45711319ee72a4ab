import { createPublicKey, verify } from "node:crypto";
import { expect, test } from "vitest";
import { access, accessWith, account, type Listener, no, playing, says } from "./playing-wechat.ts";

const order = {
  no,
  amount: 1250,
  currency: "CNY",
  subject: "tea `for` two",
  payer_id: "openid-1",
  expires_at: new Date("2026-11-25T10:00:00Z"),
};
const trade = {
  appid: account.app_id,
  mchid: account.mch_id,
  out_trade_no: no,
  trade_state: "SUCCESS",
  transaction_id: "4200001",
  amount: { total: 1250, payer_total: 1250, currency: "CNY", payer_currency: "CNY" },
};
const refuses = (code: string, status = 400): Listener => says({ code, message: "原因" }, status);

test("a code to scan", () =>
  playing(says({ code_url: "weixin://wxpay/1" }), async ({ channel, asked }) => {
    expect(await channel.pay(access, { ...order, method: "qr" })).toEqual({
      state: "waiting",
      action: { type: "qr_code", value: "weixin://wxpay/1" },
    });
    expect(asked[0]).toMatchObject({ method: "POST", path: "/v3/pay/transactions/native" });
    expect(asked[0]!.json).toEqual({
      appid: account.app_id,
      mchid: account.mch_id,
      description: "tea 'for' two",
      out_trade_no: no,
      time_expire: "2026-11-25T18:00:00+08:00",
      notify_url: access.notify_url,
      amount: { total: 1250, currency: "CNY" },
    });
    const { headers, body } = asked[0]!;
    expect(headers).toMatchObject({
      "wechatpay-serial": account.public_key_id,
      accept: "application/json",
    });
    const parts = Object.fromEntries(
      [...String(headers.authorization).matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [
        name,
        value,
      ]),
    );
    expect(parts).toMatchObject({ mchid: account.mch_id, serial_no: account.serial_no });
    const text = `POST\n/v3/pay/transactions/native\n${parts.timestamp}\n${parts.nonce_str}\n${body}\n`;
    const key = createPublicKey(account.private_key);
    expect(
      verify("RSA-SHA256", Buffer.from(text), key, Buffer.from(parts.signature!, "base64")),
    ).toBe(true);
  }));

test("a page to open", () =>
  playing(says({ h5_url: "https://wx.tenpay.com/1" }), async ({ channel, asked }) => {
    expect(await channel.pay(access, { ...order, method: "h5" })).toMatchObject({
      action: { type: "url", value: "https://wx.tenpay.com/1" },
    });
    expect(asked[0]!.json).toMatchObject({ scene_info: { h5_info: { type: "Wap" } } });
  }));

test("the parameters of the call in WeChat, signed by the merchant", () =>
  playing(says({ prepay_id: "wx2026" }), async ({ channel, asked }) => {
    const outcome = await channel.pay(access, { ...order, method: "jsapi" });
    if (outcome.state !== "waiting") throw new Error(outcome.state);
    const call = JSON.parse(outcome.action.value);
    expect(call).toMatchObject({
      appId: account.app_id,
      package: "prepay_id=wx2026",
      signType: "RSA",
    });
    const text = `${call.appId}\n${call.timeStamp}\n${call.nonceStr}\n${call.package}\n`;
    const key = createPublicKey(account.private_key);
    expect(verify("RSA-SHA256", Buffer.from(text), key, Buffer.from(call.paySign, "base64"))).toBe(
      true,
    );
    expect(asked[0]!.json).toMatchObject({ payer: { openid: "openid-1" } });
  }));

const pay = (script: Listener | Listener[]) =>
  playing(script, ({ channel }) => channel.pay(access, { ...order, method: "qr" }));

test("what WeChat Pay refuses of a payment", async () => {
  expect(await pay(refuses("ORDER_CLOSED"))).toEqual({ state: "refused", key: "charge_closed" });
  expect(await pay(refuses("PARAM_ERROR"))).toEqual({
    state: "refused",
    key: "channel_parameter_error",
    detail: "原因",
  });
  expect(await pay(refuses("NO_AUTH", 403))).toMatchObject({
    state: "refused",
    key: "channel_auth_error",
  });
  expect(await pay(refuses("SYSTEM_ERROR", 500))).toEqual({
    state: "unknown",
    key: "channel_unexpected_error",
  });
});

test("a used number: paid by an earlier try, or of something else", async () => {
  expect(await pay([refuses("ORDERPAID"), says(trade)])).toMatchObject({
    state: "succeeded",
    amount: 1250,
  });
  const closed = says({ ...trade, trade_state: "CLOSED" });
  for (const other of [refuses("ORDER_NOT_EXIST", 404), closed]) {
    expect(await pay([refuses("OUT_TRADE_NO_USED", 403), other])).toEqual({
      state: "refused",
      key: "charge_order_no_used",
    });
  }
  for (const other of [refuses("SYSTEM_ERROR", 500), says({ ...trade, out_trade_no: "x" })]) {
    expect(await pay([refuses("ORDERPAID"), other])).toMatchObject({
      state: "unknown",
      key: "charge_unexpected_status",
    });
  }
});

test("a code that no row knows leaves open, and is told in the log", () =>
  playing(refuses("BRAND_NEW"), async ({ channel, heard }) => {
    expect(await channel.pay(access, { ...order, method: "qr" })).toEqual({
      state: "unknown",
      key: "channel_unexpected_error",
      detail: "BRAND_NEW",
    });
    expect(heard).toMatchObject([
      { operation: "pay", no, said: "BRAND_NEW 原因", is_unforeseen: true },
    ]);
  }));

const query = (listener: Listener) => playing(listener, ({ channel }) => channel.query(access, no));

test("how a payment stands", async () => {
  const paid = { state: "succeeded", transaction_id: "4200001", amount: 1250, currency: "CNY" };
  expect(await query(says(trade))).toEqual(paid);
  expect(await query(says({ ...trade, trade_state: "REFUND" }))).toEqual(paid);
  for (const trade_state of ["NOTPAY", "USERPAYING"]) {
    const { transaction_id, amount, ...unpaid } = { ...trade, trade_state };
    expect(await query(says(unpaid))).toEqual({ state: "waiting" });
  }
  for (const trade_state of ["CLOSED", "REVOKED"]) {
    expect(await query(says({ ...trade, trade_state }))).toEqual({
      state: "refused",
      key: "charge_closed",
    });
  }
  expect(await query(says({ ...trade, trade_state: "DREAMING" }))).toEqual({
    state: "unknown",
    key: "charge_unexpected_status",
    detail: "trade_state: DREAMING",
  });
  expect(await query(refuses("ORDER_NOT_EXIST", 404))).toEqual({
    state: "refused",
    key: "resource_not_exist",
  });
  expect(await query(says({ ...trade, transaction_id: undefined }))).toMatchObject({
    key: "channel_parse_error",
  });
});

test("a payment of another app, merchant or number", async () => {
  for (const other of [{ appid: "wx1" }, { mchid: "1" }, { out_trade_no: "x" }]) {
    expect(await query(says({ ...trade, ...other }))).toMatchObject({
      state: "unknown",
      key: "channel_parameters_consistency_error",
    });
  }
});

test("closing", async () => {
  const close = (listener: Listener) =>
    playing(listener, ({ channel }) => channel.close(access, no));
  expect(await close(says(undefined, 204))).toEqual({ state: "succeeded" });
  expect(await close(({ answer }) => answer.writeHead(204).end())).toMatchObject({
    state: "unknown",
    key: "channel_sign_error",
  });
  expect(await close(refuses("ORDERPAID"))).toMatchObject({
    state: "unknown",
    key: "charge_unexpected_status",
  });
  expect(await close(refuses("ORDER_CLOSED"))).toMatchObject({
    state: "refused",
    key: "charge_closed",
  });
  expect(await close(refuses("SIGN_ERROR", 401))).toMatchObject({
    state: "unknown",
    key: "channel_auth_error",
  });
});

test("an account that lacks something is the merchant's matter", () =>
  playing(says({}), async ({ channel, asked }) => {
    for (const [name, value] of [
      ["public_key", "k".repeat(64)],
      ["mch_id", undefined],
      ["api_v3_key", "short"],
    ] as const) {
      const outcome = await channel.pay(accessWith({ [name]: value }), { ...order, method: "qr" });
      expect(outcome).toMatchObject({
        state: "refused",
        key: "channel_auth_error",
        detail: expect.stringContaining(name),
      });
    }
    expect(asked).toEqual([]);
  }));
