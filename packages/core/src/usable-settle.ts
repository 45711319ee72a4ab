import { stepOf } from "./machine.ts";
import type { Fail } from "./ports.ts";
import { settleMachine } from "./settles/settle-machine.ts";
import type { StoredSettle } from "./stored.ts";

/** Refuses to bind or to pay a settlement object that is disabled or not verified. */
export function refuseUnusable(
  scope: { readonly fail: Fail<"settle_not_use"> },
  settle: StoredSettle,
): void {
  stepOf(settleMachine, scope, settle, "use");
}
