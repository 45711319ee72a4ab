import type { SettleStatus } from "@purse/contract";
import { type Machine, no, to } from "../machine.ts";

const unusable = no("settle_not_use");

/** A settlement object's life: `use` is to bind a wallet to it or to withdraw to it. */
// biome-ignore format: one state a row
export const settleMachine = {
  unverified: { verify: to("active"), disable: to("disabled"), use: unusable },
  active:     { verify: "stay",       disable: to("disabled"), use: "stay" },
  disabled:   { verify: unusable,     disable: "stay",         use: unusable },
} as const satisfies Machine<SettleStatus, "verify" | "disable" | "use", "settle_not_use">;
