import type { RechargeStatus } from "@purse/contract";
import { type Machine, no, to } from "../machine.ts";

const odd = no("charge_unexpected_status");
const ended = no("charge_closed");

/** A recharge's life. `pay` books it. */
// biome-ignore format: one state a row
export const rechargeMachine = {
  created: { wait: to("waiting"), pay: to("paid", "post"), refuse: to("closed"), close: to("closed"), expire: to("expired") },
  waiting: { wait: "stay",        pay: to("paid", "post"), refuse: to("closed"), close: to("closed"), expire: to("expired") },
  paid:    { wait: "stay",        pay: "stay",             refuse: odd,          close: ended,        expire: ended },
  closed:  { wait: ended,         pay: odd,                refuse: "stay",       close: ended,        expire: ended },
  expired: { wait: ended,         pay: odd,                refuse: ended,        close: ended,        expire: "stay" },
} as const satisfies Machine<
  RechargeStatus,
  "wait" | "pay" | "refuse" | "close" | "expire",
  "charge_unexpected_status" | "charge_closed"
>;
