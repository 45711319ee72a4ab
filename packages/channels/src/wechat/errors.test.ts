import { registry } from "@purse/contract";
import { expect, test } from "vitest";
import { wechatErrors } from "./errors.ts";

test("each answer to an operation has one row", () => {
  const names = wechatErrors.map(({ operation, code }) => `${operation} ${code}`);
  expect(names.length).toBeGreaterThanOrEqual(40);
  expect(new Set(names).size).toBe(names.length);
});

test("each row names its source, and a key of the registry", () => {
  for (const { source, key } of wechatErrors) {
    expect(source).toMatch(/^https:\/\/pay\.weixin\.qq\.com\//);
    expect(registry.get(key).key).toBe(key);
  }
});

test("the channel's text goes only where the registry's message leaves room for it", () => {
  const telling = new Set(wechatErrors.filter(({ tells }) => tells).map(({ key }) => key));
  expect([...telling].toSorted()).toEqual([
    "channel_auth_error",
    "channel_not_support_transfer",
    "channel_parameter_error",
    "channel_request_info",
    "query_right_error",
    "refund_info_from_channel",
    "refund_refused_msg",
  ]);
});
