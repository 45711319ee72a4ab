import type { Input, PurseApi, Withdrawal } from "@purse/contract";
import type { Scope } from "../ports.ts";
import { viewWithdrawal } from "./view-withdrawal.ts";

export async function getWithdrawal(
  scope: Scope<"resource_not_exist">,
  { id }: Input<PurseApi["withdrawals"]["get"]>,
): Promise<Withdrawal> {
  const withdrawal = await scope.transaction((tx) => tx.withdrawals.find(id));
  if (withdrawal === undefined) throw scope.fail("resource_not_exist", "id: no such withdrawal");
  return viewWithdrawal(withdrawal);
}
