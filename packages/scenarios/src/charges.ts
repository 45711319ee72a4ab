import { randomUUID } from "node:crypto";
import type { Scenario } from "./scenario.ts";
import type { Merchant } from "./stage.ts";

function order({ merchant_wallet_id, user_wallet_ids }: Merchant) {
  const wallets = { wallet_id: merchant_wallet_id, payer_wallet_id: user_wallet_ids[0] };
  return { channel: "balance", ...wallets, order_no: "order-1", amount: 1250 };
}

/** Payments and refunds between wallets. */
export const charges: readonly Scenario[] = [
  {
    key: "charge_closed",
    story: "A charge that is paid is to be closed.",
    arrange: async ({ merchant, step }) => {
      const made = await merchant();
      const { id } = await step("charges.create", order(made), made.api_key);
      return { operation: "charges.close", fields: { id }, key: made.api_key };
    },
  },
  {
    key: "charge_order_no_used",
    story: "An order number comes again with another amount.",
    arrange: async ({ merchant, step }) => {
      const made = await merchant();
      await step("charges.create", order(made), made.api_key);
      const fields = { ...order(made), amount: 1300 };
      return { operation: "charges.create", fields, key: made.api_key };
    },
  },
  {
    key: "resource_not_exist",
    story: "A charge is read whose id nobody has.",
    arrange: async ({ merchant }) => {
      const fields = { id: `chg_${"0".repeat(32)}` };
      return { operation: "charges.get", fields, key: (await merchant()).api_key };
    },
  },
  {
    key: "balance_insufficient",
    story: "A payer pays more than its wallet has.",
    arrange: async ({ merchant }) => {
      const made = await merchant();
      const fields = { ...order(made), amount: 1_000_001 };
      return { operation: "charges.create", fields, key: made.api_key };
    },
  },
  {
    key: "refund_amount_exceeded",
    story: "More is to be refunded than is left of the charge.",
    arrange: async ({ merchant, step }) => {
      const made = await merchant();
      const { id } = await step("charges.create", order(made), made.api_key);
      await step(
        "refunds.create",
        { charge_id: id, refund_no: randomUUID(), amount: 1000 },
        made.api_key,
      );
      const fields = { charge_id: id, refund_no: "refund-2", amount: 251 };
      return { operation: "refunds.create", fields, key: made.api_key };
    },
  },
  {
    key: "channel_not_configured",
    story: "A merchant without an account at WeChat Pay takes a payment through it.",
    arrange: async ({ merchant }) => {
      const made = await merchant();
      const { payer_wallet_id: _, ...fields } = { ...order(made), channel: "wechat" };
      return { operation: "charges.create", fields, key: made.api_key };
    },
  },
];
