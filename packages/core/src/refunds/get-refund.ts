import type { Input, PurseApi, Refund } from "@purse/contract";
import type { Scope } from "../ports.ts";
import { viewRefund } from "./view-refund.ts";

export async function getRefund(
  scope: Scope<"refund_not_found">,
  { id }: Input<PurseApi["refunds"]["get"]>,
): Promise<Refund> {
  const refund = await scope.transaction((tx) => tx.refunds.find(id));
  if (refund === undefined) throw scope.fail("refund_not_found", "id: no such refund");
  return viewRefund(refund);
}
