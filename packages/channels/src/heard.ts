import type { Channel, Outcome } from "@purse/core";
import type { ChannelCall } from "./settings.ts";

export type AnyOutcome = Pick<Outcome<object, object, never, never>, "state">;

/** A call and what came of it, for whoever logs it; the channel's own words come on top. */
export function heard(
  channel: ChannelCall["channel"],
  operation: keyof Channel,
  no: string,
  started: number,
  outcome: AnyOutcome,
): ChannelCall {
  const key: unknown = Reflect.get(outcome, "key");
  return {
    channel,
    operation,
    no,
    outcome: outcome.state,
    key: typeof key === "string" ? key : null,
    said: null,
    is_unforeseen: false,
    duration_ms: Math.round(performance.now() - started),
  };
}
