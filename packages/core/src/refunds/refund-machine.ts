import type { RefundStatus } from "@purse/contract";
import { type Machine, no, to } from "../machine.ts";

export type RefundEvent = "wait" | "succeed" | "refuse" | "fail" | "need_manual";

const odd = no("refund_unexpected_status");

/** A refund's life through a channel; one by balance is made `succeeded`. Its money is held from the start. */
// biome-ignore format: one state a row
export const refundMachine = {
  pending:        { wait: to("wait_operation"), succeed: to("succeeded", "capture"), refuse: to("refused", "release"), fail: to("failed", "release"), need_manual: to("abnormal", "release") },
  wait_operation: { wait: "stay",               succeed: to("succeeded", "capture"), refuse: to("refused", "release"), fail: to("failed", "release"), need_manual: to("abnormal", "release") },
  succeeded:      { wait: "stay",               succeed: "stay",                     refuse: odd,                      fail: odd,                     need_manual: odd },
  refused:        { wait: "stay",               succeed: odd,                        refuse: "stay",                   fail: "stay",                  need_manual: "stay" },
  failed:         { wait: "stay",               succeed: odd,                        refuse: "stay",                   fail: "stay",                  need_manual: "stay" },
  abnormal:       { wait: "stay",               succeed: odd,                        refuse: "stay",                   fail: "stay",                  need_manual: "stay" },
} as const satisfies Machine<RefundStatus, RefundEvent, "refund_unexpected_status">;
