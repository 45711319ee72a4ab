import type { Charge, Failures, Input, PurseApi } from "@purse/contract";
import { openChannel } from "../channels/access.ts";
import { channelNo } from "../channels/channel-no.ts";
import { settlePayment } from "../channels/payment.ts";
import { isOpen } from "../channels/resume-payment.ts";
import type { Scope } from "../ports.ts";
import { chargePayment } from "./charge-payment.ts";
import { viewCharge } from "./view-charge.ts";

type Operation = PurseApi["charges"]["get"];

/** Reads a charge; one whose end is not known is asked for at its channel first. */
export async function getCharge(
  scope: Scope<Failures<Operation>>,
  { id }: Input<Operation>,
): Promise<Charge> {
  const { charge, open } = await scope.transaction(async (tx) => {
    const charge = await tx.charges.find(id);
    if (charge === undefined) throw scope.fail("resource_not_exist", "id: no such charge");
    if (!isOpen(charge) || charge.channel === "balance") return { charge };
    return { charge, open: await openChannel(scope, tx, charge.channel) };
  });
  if (open === undefined) return viewCharge(charge);
  const outcome = await open.channel.query(open.access, channelNo(id));
  if (outcome.state === "unknown") throw scope.fail(outcome.key, outcome.detail);
  return viewCharge(await settlePayment(chargePayment, scope, charge, outcome));
}
