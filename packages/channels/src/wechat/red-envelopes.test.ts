import { X509Certificate } from "node:crypto";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import { expect, test } from "vitest";
import { wechatChannel } from "./channel.ts";
import { newCertificate, redAccount } from "./playing-red-envelopes.ts";
import { access, accessWith, account, type Listener, no, playing } from "./playing-wechat.ts";
import { isV2SignedBy, v2SignatureOf } from "./signature.ts";
import { fieldsOfXml, xmlOf } from "./xml.ts";

const order = { no, amount: 1250, currency: "CNY", to_account: "openid-1", greeting: "恭喜发财" };
const red = accessWith(redAccount);
const ok = { return_code: "SUCCESS", return_msg: "", result_code: "SUCCESS" };
const sent = {
  ...ok,
  mch_billno: no,
  mch_id: account.mch_id,
  wxappid: account.app_id,
  re_openid: "openid-1",
  total_amount: "1250",
  send_listid: "1000",
};
const known = {
  ...ok,
  mch_billno: no,
  mch_id: account.mch_id,
  detail_id: "1000",
  status: "SENT",
  total_amount: "1250",
};

const writes =
  (fields: Record<string, string>, status = 200): Listener =>
  ({ answer }) =>
    answer.writeHead(status).end(xmlOf(fields));
const refuses = (err_code: string) =>
  writes({ ...ok, result_code: "FAIL", err_code, err_code_des: "原因" });
const send = (listener: Listener, by = red) =>
  playing(listener, ({ channel }) => channel.redEnvelope(by, order));
const query = (listener: Listener) =>
  playing(listener, ({ channel }) => channel.queryRedEnvelope(red, order));

test("a red envelope as WeChat Pay wants it", () =>
  playing(writes(sent), async ({ channel, asked }) => {
    expect(await channel.redEnvelope(red, order)).toEqual({ state: "succeeded", fate: "lying" });
    expect(asked[0]).toMatchObject({ method: "POST", path: "/mmpaymkttransfers/sendredpack" });
    const fields = fieldsOfXml(asked[0]!.body)!;
    expect(isV2SignedBy(fields, redAccount.api_v2_key)).toBe(true);
    expect(fields).toMatchObject({
      mch_billno: no,
      mch_id: account.mch_id,
      wxappid: account.app_id,
      send_name: account.mch_id,
      re_openid: "openid-1",
      total_amount: "1250",
      total_num: "1",
      wishing: "恭喜发财",
    });
    expect(fields).not.toHaveProperty("scene_id");
    const named = accessWith({ ...redAccount, sender_name: "天虹百货" });
    await channel.redEnvelope(named, { ...order, amount: 20_001 });
    expect(fieldsOfXml(asked[1]!.body)).toMatchObject({
      scene_id: "PRODUCT_1",
      send_name: "天虹百货",
    });
  }));

test("without its key or certificate there are no red envelopes, and nothing is asked", () =>
  playing(writes(sent), async ({ channel, asked }) => {
    for (const missing of ["api_v2_key", "certificate"]) {
      const by = accessWith({ ...redAccount, [missing]: undefined });
      expect(await channel.redEnvelope(by, order)).toEqual({
        state: "refused",
        key: "channel_not_support_red_envelope",
        detail: expect.stringContaining(missing),
      });
      expect(await channel.queryRedEnvelope(by, order)).toMatchObject({
        state: "unknown",
        key: "channel_auth_error",
      });
    }
    const ofAnother = await newCertificate();
    for (const certificate of ["c".repeat(64), ofAnother.certificate]) {
      const outcome = await channel.redEnvelope(accessWith({ ...redAccount, certificate }), order);
      expect(outcome).toMatchObject({ state: "unknown", key: "channel_auth_error" });
    }
    expect(asked).toEqual([]);
  }));

test.each([
  ["SYSTEMERROR", { state: "unknown", key: "red_system_busy" }],
  ["PROCESSING", { state: "unknown", key: "red_system_busy" }],
  ["FATAL_ERROR", { state: "unknown", key: "channel_unexpected_error" }],
  ["NOTENOUGH", { state: "refused", key: "channel_request_info", detail: "原因" }],
  ["OPENID_ERROR", { state: "refused", key: "channel_parameter_error", detail: "原因" }],
  ["CA_ERROR", { state: "unknown", key: "channel_auth_error", detail: "原因" }],
  ["BRAND_NEW", { state: "unknown", key: "channel_unexpected_error", detail: "BRAND_NEW" }],
])("a red envelope refused with %s", async (code, outcome) => {
  expect(await send(refuses(code))).toEqual(outcome);
});

test("a failure without a code, and what is no message", async () => {
  expect(await send(writes({ return_code: "FAIL", return_msg: "签名失败" }))).toEqual({
    state: "unknown",
    key: "channel_response_code_fail",
    detail: "签名失败",
  });
  expect(await send(writes({ return_code: "SUCCESS", result_code: "FAIL" }))).toMatchObject({
    key: "channel_parse_error",
  });
  expect(await send(({ answer }) => answer.end("<html>"))).toMatchObject({
    key: "channel_parse_error",
  });
  expect(await send(({ answer }) => answer.writeHead(500).end("<html>"))).toMatchObject({
    key: "channel_request_error",
  });
  const { total_amount, ...without } = sent;
  expect(await send(writes(without))).toMatchObject({
    state: "unknown",
    key: "channel_parse_error",
  });
});

test("a red envelope of another number, merchant, receiver or amount", async () => {
  for (const other of [
    { mch_billno: "x" },
    { mch_id: "1" },
    { wxappid: "1" },
    { re_openid: "x" },
    { total_amount: "1251" },
  ]) {
    expect(await send(writes({ ...sent, ...other }))).toMatchObject({
      state: "unknown",
      key: "channel_parameters_consistency_error",
    });
  }
  for (const other of [{ mch_billno: "x" }, { total_amount: "1" }]) {
    expect(await query(writes({ ...known, ...other }))).toMatchObject({
      state: "unknown",
      key: "channel_parameters_consistency_error",
    });
  }
});

test("a signature has to be right, and over plain HTTP live money has to have one", async () => {
  const sign = v2SignatureOf(sent, redAccount.api_v2_key);
  const wrong = { state: "unknown", key: "channel_sign_error" };
  expect(await send(writes({ ...sent, sign }))).toMatchObject({ state: "succeeded" });
  expect(await send(writes({ ...sent, sign: sign.toLowerCase() }))).toMatchObject(wrong);
  const live = { ...red, mode: "live" } as const;
  expect(await send(writes(sent), live)).toMatchObject(wrong);
  expect(await send(writes({ ...sent, sign }), live)).toMatchObject({ state: "succeeded" });
});

test.each([
  ["SENDING", { state: "waiting" }],
  ["SENT", { state: "succeeded", fate: "lying" }],
  ["RFUND_ING", { state: "succeeded", fate: "lying" }],
  ["RECEIVED", { state: "succeeded", fate: "received" }],
  ["REFUND", { state: "succeeded", fate: { returned: 1250 } }],
  ["FAILED", { state: "refused", key: "channel_request_info", detail: "FAILED 不合规" }],
  ["MELTING", { state: "unknown", key: "channel_unexpected_error", detail: "status: MELTING" }],
])("a red envelope that is %s", async (status, outcome) => {
  expect(
    await query(writes({ ...known, status, refund_amount: "1250", reason: "不合规" })),
  ).toEqual(outcome);
});

test("a red envelope that never got there, and one that came back with an unknown amount", async () => {
  expect(await query(refuses("NOT_FOUND"))).toEqual({
    state: "refused",
    key: "resource_not_exist",
  });
  expect(await query(writes({ ...known, status: "REFUND" }))).toMatchObject({
    key: "channel_parse_error",
  });
});

test("the merchant's certificate is shown to WeChat Pay", async () => {
  const subjects: unknown[] = [];
  const { private_key: key, certificate: cert } = await newCertificate();
  const tls = {
    key,
    cert,
    ca: redAccount.certificate,
    requestCert: true,
    rejectUnauthorized: true,
  };
  const server = createServer(tls, (request, answer) => {
    subjects.push((request.socket as TLSSocket).getPeerX509Certificate()?.toString());
    answer.end(xmlOf(sent));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const settings = {
    urlOf: () => `https://127.0.0.1:${port}`,
    now: () => new Date(),
    timeLimitMs: 1000,
    onCall: () => {},
  };
  try {
    const trusting = wechatChannel({ ...settings, authority: cert });
    expect(await trusting.redEnvelope({ ...red, mode: "live" }, order)).toMatchObject({
      state: "succeeded",
    });
    expect(subjects).toEqual([new X509Certificate(redAccount.certificate).toString()]);
    expect(await trusting.query(access, no)).toMatchObject({
      state: "unknown",
      key: "channel_connection_error",
    });
    const distrusting = await wechatChannel(settings).redEnvelope(red, order);
    expect(distrusting).toMatchObject({ state: "unknown", key: "channel_connection_error" });
  } finally {
    server.closeAllConnections();
    server.close();
  }
});
