import type { Charge, Input, PurseApi } from "@purse/contract";
import type { Scope } from "../ports.ts";

export async function closeCharge(
  scope: Scope<"resource_not_exist" | "charge_closed">,
  { id }: Input<PurseApi["charges"]["close"]>,
): Promise<Charge> {
  const charge = await scope.transaction((tx) => tx.charges.find(id));
  if (charge === undefined) throw scope.fail("resource_not_exist", "id: no such charge");
  // A charge by balance is paid in the moment it is made: there is never anything to close.
  throw scope.fail("charge_closed", `it is ${charge.status}`);
}
