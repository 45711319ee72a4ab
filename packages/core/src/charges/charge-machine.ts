import type { ChargeStatus } from "@purse/contract";
import { type Machine, no, to } from "../machine.ts";

export type ChargeEvent =
  | "wait"
  | "pay"
  | "refuse"
  | "close"
  | "expire"
  | "start_refund"
  | "refund_part"
  | "refund_rest";

const odd = no("charge_unexpected_status");
const ended = no("charge_closed");
const nothing = no("refund_amount_exceeded");

/** A charge's life. `pay` books the charge and the channel's fee. */
// biome-ignore format: one state a row
export const chargeMachine = {
  created:         { wait: to("waiting"), pay: to("paid", "post"), refuse: to("closed"), close: to("closed"), expire: to("expired"), start_refund: nothing, refund_part: odd,                   refund_rest: odd },
  waiting:         { wait: "stay",        pay: to("paid", "post"), refuse: to("closed"), close: to("closed"), expire: to("expired"), start_refund: nothing, refund_part: odd,                   refund_rest: odd },
  paid:            { wait: "stay",        pay: "stay",             refuse: odd,          close: ended,        expire: ended,         start_refund: "stay",  refund_part: to("partly_refunded"), refund_rest: to("refunded") },
  partly_refunded: { wait: "stay",        pay: "stay",             refuse: odd,          close: ended,        expire: ended,         start_refund: "stay",  refund_part: "stay",                refund_rest: to("refunded") },
  refunded:        { wait: "stay",        pay: "stay",             refuse: odd,          close: ended,        expire: ended,         start_refund: nothing, refund_part: odd,                   refund_rest: odd },
  closed:          { wait: ended,         pay: odd,                refuse: "stay",       close: ended,        expire: ended,         start_refund: ended,   refund_part: odd,                   refund_rest: odd },
  expired:         { wait: ended,         pay: odd,                refuse: ended,        close: ended,        expire: "stay",        start_refund: ended,   refund_part: odd,                   refund_rest: odd },
} as const satisfies Machine<
  ChargeStatus,
  ChargeEvent,
  "charge_unexpected_status" | "charge_closed" | "refund_amount_exceeded"
>;
