import type { Input, PurseApi, Transfer } from "@purse/contract";
import type { Scope } from "../ports.ts";
import { viewTransfer } from "./view-transfer.ts";

export async function getTransfer(
  scope: Scope<"resource_not_exist">,
  { id }: Input<PurseApi["transfers"]["get"]>,
): Promise<Transfer> {
  const transfer = await scope.transaction((tx) => tx.transfers.find(id));
  if (transfer === undefined) throw scope.fail("resource_not_exist", "id: no such transfer");
  return viewTransfer(transfer);
}
