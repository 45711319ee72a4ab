import type { ChannelCall } from "@purse/channels";
import { watchLoad } from "@purse/listener";
import { expect, test } from "vitest";
import { createMetrics } from "./metrics.ts";

const call: ChannelCall = {
  channel: "alipay",
  operation: "pay",
  no: "0a".repeat(12),
  outcome: "unknown",
  key: "channel_unexpected_error",
  said: "ACQ.NOBODY_KNOWS: 谁也不知道",
  is_unforeseen: true,
  duration_ms: 120,
};

test("calls to channels are counted by what came of them, unforeseen codes apart", async () => {
  const metrics = createMetrics();
  metrics.onCall(call);
  metrics.onCall({ ...call, outcome: "succeeded", key: null, is_unforeseen: false });
  const text = await metrics.of("server", "token").read();
  const of = 'channel="alipay",operation="pay"';
  const key = "channel_unexpected_error";
  expect(text).toContain(`purse_channel_calls_total{${of},outcome="unknown",key="${key}"} 1`);
  expect(text).toContain(`purse_channel_calls_total{${of},outcome="succeeded",key=""} 1`);
  expect(text).toContain(`purse_channel_unforeseen_codes_total{${of}} 1`);
  expect(text).toContain(`purse_channel_call_seconds_bucket{le="0.1",${of}} 0`);
  expect(text).toContain(`purse_channel_call_seconds_bucket{le="0.25",${of}} 2`);
  expect(text).not.toContain(call.no);
});

test("a listener's load is told, and each refusal once", async () => {
  const metrics = createMetrics().of("gateway", "token");
  const load = watchLoad({ inFlightMax: 1 });
  metrics.watch(load);
  const leave = load.enter();
  load.refuse();
  load.refusal();
  const told = async () => {
    const text = await metrics.read();
    const value = (name: string) =>
      new RegExp(`^${name}{listener="gateway"} (.+)$`, "m").exec(text)?.[1];
    return [value("purse_requests_in_flight"), value("purse_overload_refusals_total")];
  };
  expect(await told()).toEqual(["1", "1"]);
  leave();
  expect(await told()).toEqual(["0", "1"]);
  load.close();
});
