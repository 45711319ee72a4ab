import { type Machine, no, to } from "../machine.ts";
import type { RandomKeyStatus } from "../stored.ts";

const over = no("payment_password_invalid");

/** A random key's life: the first password that comes with it uses it up, in time or too late. */
// biome-ignore format: one state a row
export const randomKeyMachine = {
  fresh:   { use: to("used"), use_late: to("expired") },
  used:    { use: over,       use_late: over },
  expired: { use: over,       use_late: over },
} as const satisfies Machine<RandomKeyStatus, "use" | "use_late", "payment_password_invalid">;
