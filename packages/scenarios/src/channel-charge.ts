import { channelNo } from "@purse/core";
import type { Merchant, Stage } from "./stage.ts";

type PaymentChannel = "alipay" | "wechat";

/** The fields of a charge through a channel. */
export function channelOrder({ merchant_wallet_id }: Merchant, channel: PaymentChannel) {
  return { channel, wallet_id: merchant_wallet_id, order_no: "order-1", amount: 1250 };
}

/** A charge that waits for its payer, who has opened the page or the code. */
export async function waitingCharge({ shop, step, sandbox }: Stage, channel: PaymentChannel) {
  const made = await shop();
  const key = made.api_key;
  const { id } = await step("charges.create", channelOrder(made, channel), key);
  const no = channelNo(id);
  if (channel === "alipay") await sandbox.scan(no);
  return { made, key, id: id as string, no };
}

/** A charge that was paid at its channel, as the channel's notification told. */
export async function paidCharge(stage: Stage, channel: PaymentChannel) {
  const charge = await waitingCharge(stage, channel);
  await stage.sandbox.pay(charge.no);
  const read = await stage.step("charges.get", { id: charge.id }, charge.key);
  if (read.status !== "paid") throw new Error(`the charge is ${read.status}`);
  const refund = { charge_id: charge.id, refund_no: "refund-1", amount: 1250 };
  return { ...charge, refund };
}
