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
    const merchantId = await tx.merchantOfSettle(settle_id);
    const settles = merchantId === undefined ? undefined : tx.forMerchant(merchantId).settles;
    const settle = await settles?.lock(settle_id);
    if (settles === undefined || settle === undefined) throw scope.fail("settle_not_exist");
    const step = stepOf(settleMachine, scope, settle, "verify");
    await tx.audit({ actor: scope.actor, action: "settle.verify", subject: settle_id, detail: {} });
    return step === undefined ? settle : settles.setStatus(settle_id, step.next);
  });
}
