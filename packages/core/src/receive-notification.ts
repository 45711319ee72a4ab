import type { Acknowledgement, Failures, Input, PaymentChannel, PurseApi } from "@purse/contract";
import { openChannel } from "./channels/access.ts";
import type { NoticeSubject } from "./channels/channel.ts";
import { idOfChannelNo } from "./channels/channel-no.ts";
import { settlePayment } from "./channels/payment.ts";
import { chargePayment } from "./charges/charge-payment.ts";
import { keyOf } from "./fail.ts";
import type { ChannelScope, OpenScope } from "./ports.ts";
import { rechargePayment } from "./recharges/recharge-payment.ts";
import { settleRefund } from "./refunds/settle-refund.ts";
import { settleTransfer } from "./transfers/settle-transfer.ts";

type Operation = PurseApi["notifications"]["receive"];
type MerchantScope = ChannelScope<Failures<Operation>>;

/**
 * Takes what a channel tells of its own accord, once its signature is verified: as often as it
 * comes, in whatever order, it does what a query's answer would do. What is refused changes
 * nothing and is not acknowledged, so that the channel tells it again.
 */
export async function receiveNotification(
  open: OpenScope<Failures<Operation>>,
  { channel: name, wallet_id, headers, body }: Input<Operation>,
): Promise<Acknowledgement> {
  const scope = await open.merchantScopeOf(wallet_id);
  if (scope === undefined) throw open.fail("wallet_not_exist");
  const { channel, access } = await scope.transaction((tx) => openChannel(scope, tx, name));
  const verified = await channel.verifyNotification(access, { headers, body });
  if (verified.state !== "succeeded") throw open.fail(verified.key, verified.detail);
  const { notify_id, subject, acknowledgement } = verified;
  const { kind, no } = subject;
  const record = (verdict: ReturnType<typeof keyOf> | "applied" = "unknown") =>
    scope.transaction((tx) =>
      tx.notifications.record({ channel: name, notify_id, kind, no, verdict }),
    );
  try {
    await apply(scope, name, subject);
  } catch (error) {
    await record(keyOf(error));
    throw error;
  }
  await record("applied");
  return acknowledgement;
}

async function apply(
  scope: MerchantScope,
  channel: PaymentChannel,
  subject: NoticeSubject,
): Promise<void> {
  const { outcome } = subject;
  // A refund that is still on its way is no trouble: there is nothing new to keep.
  if (outcome.state === "unknown" && outcome.key !== "refund_pending") {
    throw scope.fail(outcome.key, outcome.detail);
  }
  switch (subject.kind) {
    case "payment":
      return applyToPayment(scope, channel, subject);
    case "refund": {
      const refund = await scope.transaction((tx) => tx.refunds.find(idOf("ref", subject.no)));
      await settleRefund(scope, matching(scope, channel, subject, refund), subject.outcome);
      return;
    }
    case "transfer": {
      const transfer = await scope.transaction((tx) => tx.transfers.find(idOf("trf", subject.no)));
      await settleTransfer(scope, matching(scope, channel, subject, transfer), subject.outcome);
    }
  }
}

async function applyToPayment(
  scope: MerchantScope,
  channel: PaymentChannel,
  subject: Extract<NoticeSubject, { kind: "payment" }>,
): Promise<void> {
  const { charge, recharge } = await scope.transaction(async (tx) => ({
    charge: await tx.charges.find(idOf("chg", subject.no)),
    recharge: await tx.recharges.find(idOf("rch", subject.no)),
  }));
  if (recharge === undefined) {
    const payment = matching(scope, channel, subject, charge);
    await settlePayment(chargePayment, scope, payment, subject.outcome);
  } else {
    const payment = matching(scope, channel, subject, recharge);
    await settlePayment(rechargePayment, scope, payment, subject.outcome);
  }
}

/** No id has this form, so that nothing is found under it. */
function idOf(prefix: string, no: string): string {
  return idOfChannelNo(prefix, no) ?? "";
}

interface Matched {
  readonly channel: string;
  readonly amount: number;
  readonly currency: string;
}

/** Ours, if the channel names it as we have it. */
function matching<Row extends Matched>(
  scope: MerchantScope,
  channel: PaymentChannel,
  { no, amount, currency }: NoticeSubject,
  row: Row | undefined,
): Row {
  const isOurs = row?.channel === channel && row.amount === amount && row.currency === currency;
  if (row === undefined || !isOurs) {
    throw scope.fail("channel_parameters_consistency_error", `${no}: not as we have it`);
  }
  return row;
}
