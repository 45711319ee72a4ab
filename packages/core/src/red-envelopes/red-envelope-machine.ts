import type { RedEnvelopeStatus } from "@purse/contract";
import { type Machine, no, to } from "../machine.ts";

export type RedEnvelopeEvent = "send" | "fail" | "receive" | "return";

const odd = no("channel_unexpected_error");

/** A red envelope's life. Its money is held from the start; `return` books back what was not taken, `fail` all of what was on its way. */
// biome-ignore format: one state a row
export const redEnvelopeMachine = {
  pending:  { send: to("sent", "capture"), fail: to("failed", "release"), receive: odd,            return: odd },
  sent:     { send: "stay",                fail: to("returned", "post"),  receive: to("received"), return: to("returned", "post") },
  received: { send: "stay",                fail: odd,                     receive: "stay",         return: odd },
  returned: { send: "stay",                fail: "stay",                  receive: odd,            return: "stay" },
  failed:   { send: odd,                   fail: "stay",                  receive: odd,            return: odd },
} as const satisfies Machine<RedEnvelopeStatus, RedEnvelopeEvent, "channel_unexpected_error">;
