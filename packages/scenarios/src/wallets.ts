import type { Scenario } from "./scenario.ts";

const nobodys = `wal_${"0".repeat(32)}`;
const bank = { type: "bank_account", account_name: "Tea House", account_no: "6222020001112223" };

/** Whose wallet it is, and what may be done with it. */
export const wallets: readonly Scenario[] = [
  {
    key: "wallet_not_exist",
    story: "A wallet is read whose id nobody has.",
    arrange: async ({ merchant }) => {
      const { api_key: key } = await merchant();
      return { operation: "wallets.get", fields: { wallet_id: nobodys }, key };
    },
  },
  {
    key: "api_key_wallet_mismatching",
    story: "The merchant wallet of another key is read.",
    arrange: async ({ merchant }) => {
      const [own, other] = [await merchant(), await merchant()];
      const fields = { wallet_id: other.merchant_wallet_id };
      return { operation: "wallets.get", fields, key: own.api_key };
    },
  },
  {
    key: "wallet_not_under_api_key",
    story: "A user wallet of another key is read.",
    arrange: async ({ merchant }) => {
      const [own, other] = [await merchant(), await merchant()];
      const fields = { wallet_id: other.user_wallet_ids[0] };
      return { operation: "wallets.get", fields, key: own.api_key };
    },
  },
  {
    key: "wallet_not_use",
    story: "The payer's wallet was disabled, and then has to pay.",
    arrange: async ({ merchant, step }) => {
      const { api_key: key, merchant_wallet_id, user_wallet_ids } = await merchant();
      const [payer_wallet_id] = user_wallet_ids;
      await step("wallets.disable", { wallet_id: payer_wallet_id }, key);
      const order = { channel: "balance", order_no: "order-1", amount: 100 };
      const fields = { ...order, wallet_id: merchant_wallet_id, payer_wallet_id };
      return { operation: "charges.create", fields, key };
    },
  },
  {
    key: "api_key_already_exists_wallet",
    story: "A key that has its merchant wallet opens another.",
    arrange: async ({ merchant }) => {
      const { api_key: key } = await merchant();
      return { operation: "wallets.create", fields: { type: "merchant" }, key };
    },
  },
  {
    key: "request_body_walletid_not_exist",
    story: "A settlement object is bound to a wallet that there is not.",
    arrange: async ({ merchant, step }) => {
      const { api_key: key } = await merchant();
      const { id } = await step("settles.create", bank, key);
      return { operation: "settles.bind", fields: { id, wallet_id: nobodys }, key };
    },
  },
  {
    key: "wallet_is_merchant",
    story: "A merchant wallet is to be recharged.",
    arrange: async ({ merchant }) => {
      const { api_key: key, merchant_wallet_id: wallet_id } = await merchant();
      const fields = { channel: "alipay", wallet_id, order_no: "recharge-1", amount: 100 };
      return { operation: "recharges.create", fields, key };
    },
  },
];
