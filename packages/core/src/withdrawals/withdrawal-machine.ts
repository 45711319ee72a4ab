import type { WithdrawalStatus } from "@purse/contract";
import { type Machine, no, to } from "../machine.ts";

const ended = no("param_error");

/** A withdrawal's life. Its money is held from the start, and an operator tells the outcome. */
// biome-ignore format: one state a row
export const withdrawalMachine = {
  pending:   { succeed: to("succeeded", "capture"), fail: to("failed", "release") },
  succeeded: { succeed: "stay",                     fail: ended },
  failed:    { succeed: ended,                      fail: "stay" },
} as const satisfies Machine<WithdrawalStatus, "succeed" | "fail", "param_error">;
