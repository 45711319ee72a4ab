import { channelScope } from "./channel-scope.ts";
import { resumePayment } from "./channels/resume-payment.ts";
import { chargePayment } from "./charges/charge-payment.ts";
import { fail } from "./fail.ts";
import type { Job, Ports } from "./ports.ts";
import { rechargePayment } from "./recharges/recharge-payment.ts";
import { resumeRedEnvelope } from "./red-envelopes/resume-red-envelope.ts";
import { resumeRefund } from "./refunds/resume-refund.ts";
import { resumeTransfer } from "./transfers/resume-transfer.ts";

/**
 * Looks at something that may have been left open, by whatever process. Answers the seconds until
 * the next look, or undefined when it has ended.
 */
export async function resume(
  ports: Ports,
  { kind, merchant_id, id }: Job,
): Promise<number | undefined> {
  const scope = channelScope(ports, merchant_id, fail);
  switch (kind) {
    case "charge": {
      const charge = await scope.transaction((tx) => tx.charges.find(id));
      return charge === undefined ? undefined : resumePayment(chargePayment, scope, charge);
    }
    case "recharge": {
      const recharge = await scope.transaction((tx) => tx.recharges.find(id));
      return recharge === undefined ? undefined : resumePayment(rechargePayment, scope, recharge);
    }
    case "refund":
      return resumeRefund(scope, id);
    case "transfer":
      return resumeTransfer(scope, id);
    case "red_envelope":
      return resumeRedEnvelope(scope, id);
  }
}
