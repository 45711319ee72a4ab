import { alipayChannel, type ChannelCall, wechatChannel } from "@purse/channels";
import type { Channels, Mode } from "@purse/core";
import type { Logger } from "pino";
import type { Config } from "./config.ts";
import type { Metrics } from "./metrics.ts";
import type { Tracing } from "./tracing.ts";

/** Two calls, one after the other, must fit into the time that a request has. */
const timeLimitMs = 4000;

/** A channel's own address, and that of the sandbox which plays it. */
interface Hosts {
  readonly live: string;
  readonly test: string;
}

/** The payment channels as this process reaches them. */
export function openChannels(
  config: Pick<Config, "PURSE_ALIPAY_URL" | "PURSE_WECHAT_URL" | "PURSE_SANDBOX_PORT">,
  logger: Logger,
  metrics: Pick<Metrics, "onCall">,
  tracing?: Pick<Tracing, "called">,
): Channels {
  const sandbox = sandboxUrl(config);
  const alipay = { live: "https://openapi.alipay.com", test: `${sandbox}/alipay` };
  const wechat = { live: "https://api.mch.weixin.qq.com", test: `${sandbox}/wechat` };
  const now = () => new Date();
  function onCall(call: ChannelCall): void {
    logCall(logger, call);
    metrics.onCall(call);
    if (tracing !== undefined) traceCall(tracing, call);
  }
  const shared = { now, timeLimitMs, onCall };
  return {
    alipay: alipayChannel({ ...shared, urlOf: urlOf(config.PURSE_ALIPAY_URL, alipay) }),
    wechat: wechatChannel({ ...shared, urlOf: urlOf(config.PURSE_WECHAT_URL, wechat) }),
  };
}

/** Where the channels' sandbox is, for test keys. */
export function sandboxUrl({ PURSE_SANDBOX_PORT: port }: Pick<Config, "PURSE_SANDBOX_PORT">) {
  return `http://127.0.0.1:${port}`;
}

/** A setting serves both modes, but a test key never reaches the channel itself. */
export function urlOf(setting: string | undefined, hosts: Hosts): (mode: Mode) => string {
  const live = setting ?? hosts.live;
  const test =
    setting === undefined || hostOf(setting) === hostOf(hosts.live) ? hosts.test : setting;
  return (mode) => (mode === "live" ? live : test);
}

function hostOf(url: string): string {
  return new URL(url).hostname.replace(/\.$/, "");
}

function traceCall({ called }: Pick<Tracing, "called">, call: ChannelCall): void {
  const { channel, operation, no, outcome, key, duration_ms } = call;
  const attributes = {
    "purse.channel": channel,
    "purse.channel_no": no,
    "purse.outcome": outcome,
    ...(key === null ? {} : { "purse.key": key }),
  };
  called(`${channel} ${operation}`, attributes, duration_ms, outcome !== "unknown");
}

/** What a channel did not do as asked is worth a look; an unforeseen code, a row in its table. */
function logCall(logger: Logger, call: ChannelCall): void {
  const level = call.outcome === "unknown" || call.is_unforeseen ? "warn" : "info";
  logger[level](call, `${call.channel} ${call.operation}: ${call.outcome}`);
}
