import type { Failures, Input, PurseApi, Recharge } from "@purse/contract";
import { openChannel } from "../channels/access.ts";
import { channelNo } from "../channels/channel-no.ts";
import { settlePayment } from "../channels/payment.ts";
import { isOpen } from "../channels/resume-payment.ts";
import type { Scope } from "../ports.ts";
import { rechargePayment } from "./recharge-payment.ts";
import { viewRecharge } from "./view-recharge.ts";

type Operation = PurseApi["recharges"]["get"];

/** Reads a recharge; one whose end is not known is asked for at its channel first. */
export async function getRecharge(
  scope: Scope<Failures<Operation>>,
  { id }: Input<Operation>,
): Promise<Recharge> {
  const { recharge, open } = await scope.transaction(async (tx) => {
    const recharge = await tx.recharges.find(id);
    if (recharge === undefined) throw scope.fail("resource_not_exist", "id: no such recharge");
    if (!isOpen(recharge)) return { recharge };
    return { recharge, open: await openChannel(scope, tx, recharge.channel) };
  });
  if (open === undefined) return viewRecharge(recharge);
  const outcome = await open.channel.query(open.access, channelNo(id));
  if (outcome.state === "unknown") throw scope.fail(outcome.key, outcome.detail);
  return viewRecharge(await settlePayment(rechargePayment, scope, recharge, outcome));
}
