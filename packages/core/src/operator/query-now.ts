import type { OperatorScope } from "../ports.ts";
import { findMovement, type Movement, ownerOf } from "./movement.ts";

/**
 * Asks the channel at once how a movement stands, as the worker would in a while, and does what the
 * answer says. What has ended already stays as it is.
 */
export async function queryNow(
  scope: OperatorScope<"resource_not_exist">,
  { id }: { readonly id: string },
): Promise<Movement> {
  const { kind, merchant_id } = await scope.transaction(async (tx) => {
    const owner = await ownerOf(tx, id);
    if (owner === undefined) throw scope.fail("resource_not_exist", "id: no such movement");
    const { kind } = owner;
    await tx.audit({ actor: scope.actor, action: "movement.query", subject: id, detail: { kind } });
    return owner;
  });
  await scope.resume({ kind, merchant_id, id });
  const movement = await scope.transaction((tx) =>
    findMovement(tx.forMerchant(merchant_id), kind, id),
  );
  if (movement === undefined) throw new Error(`${id} is gone`);
  return movement;
}
