import type { Failures, Input, PurseApi, Transfer } from "@purse/contract";
import { openChannel } from "../channels/access.ts";
import type { Scope } from "../ports.ts";
import { askAboutTransfer, isOpen, settleTransfer } from "./settle-transfer.ts";
import { viewTransfer } from "./view-transfer.ts";

type Operation = PurseApi["transfers"]["get"];

/** Reads a transfer; one whose outcome is open is asked for at its channel first. */
export async function getTransfer(
  scope: Scope<Failures<Operation>>,
  { id }: Input<Operation>,
): Promise<Transfer> {
  const { transfer, open } = await scope.transaction(async (tx) => {
    const transfer = await tx.transfers.find(id);
    if (transfer === undefined) throw scope.fail("resource_not_exist", "id: no such transfer");
    if (!isOpen(transfer) || transfer.channel === "balance") return { transfer };
    return { transfer, open: await openChannel(scope, tx, transfer.channel) };
  });
  if (open === undefined) return viewTransfer(transfer);
  const outcome = await askAboutTransfer(open, transfer);
  if (outcome.state === "unknown") throw scope.fail(outcome.key, outcome.detail);
  return viewTransfer(await settleTransfer(scope, transfer, outcome));
}
