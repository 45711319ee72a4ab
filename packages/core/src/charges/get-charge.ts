import type { Charge, Input, PurseApi } from "@purse/contract";
import type { Scope } from "../ports.ts";
import { viewCharge } from "./view-charge.ts";

export async function getCharge(
  scope: Scope<"resource_not_exist">,
  { id }: Input<PurseApi["charges"]["get"]>,
): Promise<Charge> {
  const charge = await scope.transaction((tx) => tx.charges.find(id));
  if (charge === undefined) throw scope.fail("resource_not_exist", "id: no such charge");
  return viewCharge(charge);
}
