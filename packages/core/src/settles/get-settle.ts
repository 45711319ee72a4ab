import type { Input, PurseApi, Settle } from "@purse/contract";
import type { Scope } from "../ports.ts";
import { viewSettle } from "./view-settle.ts";

export async function getSettle(
  scope: Scope<"settle_not_exist">,
  { id }: Input<PurseApi["settles"]["get"]>,
): Promise<Settle> {
  const settle = await scope.transaction((tx) => tx.settles.find(id));
  if (settle === undefined) throw scope.fail("settle_not_exist");
  return viewSettle(settle);
}
