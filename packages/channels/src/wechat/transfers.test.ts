import { constants, privateDecrypt } from "node:crypto";
import { expect, test } from "vitest";
import {
  access,
  accessWith,
  account,
  type Listener,
  no,
  platformPrivateKey,
  playing,
  says,
} from "./playing-wechat.ts";

const order = {
  no,
  amount: 1250,
  currency: "CNY",
  to_account: "openid-1",
  to_name: null,
  remark: "prize",
};
const created = {
  out_bill_no: no,
  transfer_bill_no: "1330",
  create_time: "",
  state: "WAIT_USER_CONFIRM",
  package_info: "a+b/c==",
};
const bill = {
  mch_id: account.mch_id,
  out_bill_no: no,
  transfer_bill_no: "1330",
  appid: account.app_id,
  state: "SUCCESS",
  transfer_amount: 1250,
};
const refuses = (code: string, status = 403) => says({ code, message: "原因" }, status);
const transfer = (listener: Listener) =>
  playing(listener, ({ channel }) => channel.transfer(access, order));
const query = (listener: Listener) =>
  playing(listener, ({ channel }) => channel.queryTransfer(access, order));

test("a transfer waits for its receiver, who needs all of the call", () =>
  playing(says(created), async ({ channel, asked }) => {
    const outcome = await channel.transfer(access, order);
    if (outcome.state !== "waiting") throw new Error(outcome.state);
    const [call, parameters] = outcome.action_url!.split("?");
    expect(call).toBe("jsapi:requestMerchantTransfer");
    expect(Object.fromEntries(new URLSearchParams(parameters))).toEqual({
      mchId: account.mch_id,
      appId: account.app_id,
      package: "a+b/c==",
    });
    expect(asked[0]).toMatchObject({
      method: "POST",
      path: "/v3/fund-app/mch-transfer/transfer-bills",
    });
    expect(asked[0]!.json).toMatchObject({
      appid: account.app_id,
      out_bill_no: no,
      transfer_scene_id: "1000",
      openid: "openid-1",
      transfer_amount: 1250,
      transfer_remark: "prize",
      notify_url: access.notify_url,
    });
    expect(asked[0]!.json).not.toHaveProperty("user_name");
  }));

test("the receiver's name is for WeChat Pay alone; the scene is the account's", () =>
  playing(says(created), async ({ channel, asked }) => {
    const transfer_scene = {
      id: "1005",
      report: [{ info_type: "岗位类型", info_content: "骑手" }],
    };
    await channel.transfer(accessWith({ transfer_scene }), { ...order, to_name: "张三" });
    const { user_name, ...json } = asked[0]!.json;
    expect(json).toMatchObject({
      transfer_scene_id: "1005",
      transfer_scene_report_infos: transfer_scene.report,
    });
    const padding = constants.RSA_PKCS1_OAEP_PADDING;
    const sealed = Buffer.from(String(user_name), "base64");
    const opened = privateDecrypt({ key: platformPrivateKey, padding, oaepHash: "sha1" }, sealed);
    expect(opened.toString()).toBe("张三");
  }));

test.each([
  ["SUCCESS", { state: "succeeded" }],
  ["FAIL", { state: "refused", key: "channel_request_info", detail: "FAIL NAME_NOT_CORRECT" }],
  [
    "CANCELLED",
    { state: "refused", key: "channel_request_info", detail: "CANCELLED NAME_NOT_CORRECT" },
  ],
  ["PROCESSING", { state: "waiting", action_url: null }],
  ["FLOATING", { state: "unknown", key: "channel_unexpected_error", detail: "state: FLOATING" }],
])("a transfer that is %s", async (state, outcome) => {
  const fail_reason = "NAME_NOT_CORRECT";
  expect(await transfer(says({ ...created, state, fail_reason }))).toEqual(outcome);
  expect(await query(says({ ...bill, state, fail_reason }))).toEqual(outcome);
});

test.each([undefined, null])("a transfer that failed and says why by %s", async (fail_reason) => {
  const outcome = { state: "refused", key: "channel_request_info", detail: "FAIL" };
  expect(await transfer(says({ ...created, state: "FAIL", fail_reason }))).toEqual(outcome);
  expect(await query(says({ ...bill, state: "FAIL", fail_reason }))).toEqual(outcome);
});

test("a transfer of another number, amount or merchant", async () => {
  const mismatch = { state: "unknown", key: "channel_parameters_consistency_error" };
  expect(await transfer(says({ ...created, out_bill_no: "x" }))).toMatchObject(mismatch);
  for (const other of [{ out_bill_no: "x" }, { transfer_amount: 1 }, { mch_id: "1" }]) {
    expect(await query(says({ ...bill, ...other }))).toMatchObject(mismatch);
  }
});

test("what it waits for must be said", async () => {
  const { package_info, ...without } = created;
  expect(await transfer(says(without))).toMatchObject({
    state: "unknown",
    key: "channel_parse_error",
  });
  expect(await query(says({ ...bill, state: "WAIT_USER_CONFIRM" }))).toEqual({
    state: "waiting",
    action_url: null,
  });
});

test.each([
  ["NO_AUTH", { state: "refused", key: "channel_not_support_transfer", detail: "原因" }],
  ["NOT_ENOUGH", { state: "refused", key: "channel_request_info", detail: "原因" }],
  ["SYSTEM_ERROR", { state: "unknown", key: "transfer_system_busy" }],
  ["ALREADY_EXISTS", { state: "unknown", key: "channel_unexpected_error" }],
  ["SIGN_ERROR", { state: "unknown", key: "channel_auth_error", detail: "原因" }],
])("a transfer refused with %s", async (code, outcome) => {
  expect(await transfer(refuses(code))).toEqual(outcome);
});

test("a query about a transfer that never got there", async () => {
  expect(await query(refuses("NOT_FOUND", 404))).toEqual({
    state: "refused",
    key: "resource_not_exist",
  });
});
