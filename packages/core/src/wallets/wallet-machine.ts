import type { WalletStatus } from "@purse/contract";
import { type Machine, no, to } from "../machine.ts";

/** A wallet's life: `use` is to begin a movement of its money. What is under way still ends. */
// biome-ignore format: one state a row
export const walletMachine = {
  active:   { use: "stay",               disable: to("disabled"), enable: "stay" },
  disabled: { use: no("wallet_not_use"), disable: "stay",         enable: to("active") },
} as const satisfies Machine<WalletStatus, "use" | "disable" | "enable", "wallet_not_use">;
