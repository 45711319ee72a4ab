import type { Charge, Failures, Input, PurseApi } from "@purse/contract";
import { openChannel } from "../channels/access.ts";
import { channelNo } from "../channels/channel-no.ts";
import { endPayment, settlePayment } from "../channels/payment.ts";
import { isOpen } from "../channels/resume-payment.ts";
import type { Scope } from "../ports.ts";
import type { StoredCharge } from "../stored.ts";
import { chargePayment } from "./charge-payment.ts";
import { viewCharge } from "./view-charge.ts";

type Operation = PurseApi["charges"]["close"];
type CloseScope = Scope<Failures<Operation>>;

/** Closed here only when nobody can pay it at the channel any more. */
export async function closeCharge(scope: CloseScope, { id }: Input<Operation>): Promise<Charge> {
  const { charge, open } = await scope.transaction(async (tx) => {
    const charge = await tx.charges.find(id);
    if (charge === undefined) throw scope.fail("resource_not_exist", "id: no such charge");
    // A charge by balance is paid in the moment it is made: there is never anything to close.
    if (!isOpen(charge) || charge.channel === "balance") throw alreadyEnded(scope, charge);
    return { charge, open: await openChannel(scope, tx, charge.channel) };
  });
  const closed = await open.channel.close(open.access, channelNo(id));
  if (closed.state !== "unknown") {
    return viewCharge(await endPayment(chargePayment, scope, charge, "close"));
  }
  // It may have been paid in the meantime.
  const outcome = await open.channel.query(open.access, channelNo(id));
  const asked = await settlePayment(chargePayment, scope, charge, outcome);
  if (isOpen(asked)) throw scope.fail(closed.key, closed.detail);
  if (asked.status === "closed") return viewCharge(asked);
  throw alreadyEnded(scope, asked);
}

function alreadyEnded(scope: CloseScope, { status }: StoredCharge): Error {
  return scope.fail("charge_closed", `it is ${status}`);
}
