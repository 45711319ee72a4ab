import type { ErrorKey } from "@purse/contract";
import { channelNo } from "@purse/core";
import { paidCharge } from "./channel-charge.ts";
import type { Scenario } from "./scenario.ts";
import type { Stage } from "./stage.ts";

/** A refund that the channel answers in its own way. */
function refunding(
  key: ErrorKey,
  channel: "alipay" | "wechat",
  fault: string,
  story: string,
): Scenario {
  return {
    key,
    story,
    arrange: async (stage) => {
      const { refund, key: apiKey } = await paidCharge(stage, channel);
      await stage.sandbox.fault({ channel, operation: "refund", fault });
      return { operation: "refunds.create", fields: refund, key: apiKey };
    },
  };
}

/** A refund that WeChat Pay took and ended otherwise; asked for again, it says so. */
function ending(key: ErrorKey, state: "abnormal" | "closed", story: string): Scenario {
  return {
    key,
    story,
    arrange: async (stage) => {
      const { refund, key: apiKey } = await paidCharge(stage, "wechat");
      const call = { operation: "refunds.create", fields: refund, key: apiKey };
      const fault = "PROCESSING";
      await stage.sandbox.fault({ channel: "wechat", operation: "refund", fault });
      await stage.call(call);
      const id = await refundId(stage, refund.charge_id, apiKey);
      await stage.sandbox.moveRefund(channelNo(id), state);
      await stage.step("refunds.get", { id }, apiKey);
      return call;
    },
  };
}

async function refundId({ step }: Stage, chargeId: string, key: string): Promise<string> {
  const { wallet_id } = await step("charges.get", { id: chargeId }, key);
  const { items } = await step("refunds.list", { wallet_id, page: 1, count: 1 }, key);
  return items[0].id;
}

/** How refunds through channels end. */
export const refunds: readonly Scenario[] = [
  refunding(
    "refund_wait_operation",
    "alipay",
    "ACQ.BUYER_ENABLE_STATUS_FORBID",
    "The payer's account has to be put in order before the money can go back to it.",
  ),
  refunding(
    "refund_refused",
    "alipay",
    "ACQ.SELLER_BALANCE_NOT_ENOUGH",
    "The merchant's account at the channel has too little.",
  ),
  refunding(
    "refund_retry",
    "alipay",
    "ACQ.DISCORDANT_REPEAT_REQUEST",
    "The channel knows the refund's number for another request.",
  ),
  ending(
    "refund_manual_intervention",
    "abnormal",
    "The payer's card is closed: the channel cannot return the money to where it came from.",
  ),
  refunding(
    "refund_unexpected_status",
    "wechat",
    "unknown_status",
    "The channel names a state of the refund that its protocol does not have.",
  ),
  refunding(
    "refund_refused_msg",
    "alipay",
    "ACQ.REASON_TRADE_BEEN_FREEZEN",
    "The channel refuses and says why.",
  ),
  refunding(
    "refund_pending",
    "alipay",
    "system_error",
    "The channel was reached, but does not know yet what comes of the refund.",
  ),
  ending("refund_failed", "closed", "The channel has given the refund up."),
  refunding(
    "refund_info_from_channel",
    "alipay",
    "ACQ.REFUND_FEE_ERROR",
    "The channel has something to say that no other code of refunds covers.",
  ),
  {
    key: "refund_not_found",
    story: "The request for the refund was lost on its way, and then the refund is read.",
    arrange: async (stage) => {
      const { refund, key } = await paidCharge(stage, "alipay");
      const fault = "connection_closed";
      await stage.sandbox.fault({ channel: "alipay", operation: "refund", fault });
      await stage.call({ operation: "refunds.create", fields: refund, key });
      const id = await refundId(stage, refund.charge_id, key);
      return { operation: "refunds.get", fields: { id }, key };
    },
  },
];
