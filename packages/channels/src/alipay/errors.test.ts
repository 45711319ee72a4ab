import { registry } from "@purse/contract";
import { expect, test } from "vitest";
import { alipayErrors } from "./errors.ts";

test("no answer to an operation has two rows, and each row has its source and its key", () => {
  const answers = alipayErrors.map(({ operation, code }) => `${operation} ${code}`);
  expect(new Set(answers).size).toBe(answers.length);
  for (const { source, key } of alipayErrors) {
    expect(source).toMatch(/^https:\/\/opendocs\.alipay\.com\//);
    expect(registry.get(key).code).toBeTypeOf("number");
  }
});

test("all that Alipay can cause has a row", () => {
  const keys = new Set(alipayErrors.map(({ key }) => key));
  for (const key of [
    "charge_closed",
    "charge_unexpected_status",
    "charge_order_no_used",
    "refund_refused",
    "refund_refused_msg",
    "refund_retry",
    "refund_pending",
    "refund_info_from_channel",
    "refund_not_found",
    "transfer_system_busy",
    "red_system_busy",
    "query_right_error",
    "channel_parameter_error",
    "channel_auth_error",
    "channel_request_info",
    "channel_unexpected_error",
    "channel_response_code_fail",
    "channel_parameters_consistency_error",
    "resource_not_exist",
  ]) {
    expect(keys).toContain(key);
  }
});

test("credentials that Alipay does not take end no payout: an earlier try may have been done", () => {
  for (const { operation, code, outcome } of alipayErrors) {
    const isPayout = ["refund", "transfer", "redEnvelope"].includes(operation);
    if (isPayout && /invalid-(signature|app-id|auth)/.test(code)) expect(outcome).toBe("unknown");
  }
});
