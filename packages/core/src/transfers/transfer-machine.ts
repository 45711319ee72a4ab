import type { TransferStatus } from "@purse/contract";
import { type Machine, no, to } from "../machine.ts";

const odd = no("channel_unexpected_error");

/** A transfer's life through a channel; one by balance is made `succeeded`. Its money is held from the start. */
// biome-ignore format: one state a row
export const transferMachine = {
  pending:        { wait: to("wait_operation"), succeed: to("succeeded", "capture"), fail: to("failed", "release") },
  wait_operation: { wait: "stay",               succeed: to("succeeded", "capture"), fail: to("failed", "release") },
  succeeded:      { wait: "stay",               succeed: "stay",                     fail: odd },
  failed:         { wait: "stay",               succeed: odd,                        fail: "stay" },
} as const satisfies Machine<
  TransferStatus,
  "wait" | "succeed" | "fail",
  "channel_unexpected_error"
>;
