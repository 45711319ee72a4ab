import { stepOf } from "../machine.ts";
import type { OperatorScope } from "../ports.ts";
import { settleMachine } from "../settles/settle-machine.ts";
import type { StoredSettle } from "../stored.ts";

/** Opens a settlement object that an operator has looked at. Repeating does no harm. */
export function verifySettle(
  scope: OperatorScope<"settle_not_exist" | "settle_not_use">,
  { settle_id }: { readonly settle_id: string },
): Promise<StoredSettle> {
  return scope.transaction(async (tx) => {
    const settle = await tx.verifySettle(settle_id);
    if (settle === undefined) throw scope.fail("settle_not_exist");
    stepOf(settleMachine, scope, settle, "verify");
    await tx.audit({ actor: scope.actor, action: "settle.verify", subject: settle_id, detail: {} });
    return settle;
  });
}
