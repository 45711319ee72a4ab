import type { Scenario } from "./scenario.ts";
import type { Merchant } from "./stage.ts";

function transfer({ user_wallet_ids }: Merchant, channel: "alipay" | "wechat") {
  const to = channel === "wechat" ? "o-payee" : "payee@example.com";
  const wallet = { wallet_id: user_wallet_ids[0], channel, to_account: to };
  return { ...wallet, to_name: "李雷", transfer_no: "transfer-1", amount: 100 };
}

function redEnvelope({ user_wallet_ids }: Merchant) {
  const wallet = { wallet_id: user_wallet_ids[0], channel: "wechat", to_account: "o-payee" };
  return { ...wallet, red_envelope_no: "red-1", amount: 100, greeting: "Good luck" };
}

/** Transfers and red envelopes through channels. */
export const payouts: readonly Scenario[] = [
  {
    key: "channel_not_support_red_envelope",
    story: "The merchant's WeChat Pay account has no key of API v2, which red envelopes need.",
    arrange: async ({ shop }) => {
      const made = await shop(({ alipay, wechat: { api_v2_key: _, ...wechat } }) => ({
        alipay,
        wechat,
      }));
      return { operation: "redEnvelopes.create", fields: redEnvelope(made), key: made.api_key };
    },
  },
  {
    key: "channel_not_support_transfer",
    story: "The merchant's WeChat Pay account is of a version without transfers.",
    arrange: async ({ shop, sandbox }) => {
      const made = await shop();
      await sandbox.fault({ channel: "wechat", operation: "transfer", fault: "NO_AUTH" });
      const fields = transfer(made, "wechat");
      return { operation: "transfers.create", fields, key: made.api_key };
    },
  },
  {
    key: "transfer_wait_operation",
    story: "The channel has taken the transfer, and the receiver has to open it.",
    arrange: async ({ shop }) => {
      const made = await shop();
      const fields = transfer(made, "wechat");
      return { operation: "transfers.create", fields, key: made.api_key };
    },
  },
  {
    key: "red_system_busy",
    story: "The channel is too busy for the red envelope.",
    arrange: async ({ shop, sandbox }) => {
      const made = await shop();
      await sandbox.fault({ channel: "wechat", operation: "redEnvelope", fault: "system_error" });
      return { operation: "redEnvelopes.create", fields: redEnvelope(made), key: made.api_key };
    },
  },
  {
    key: "transfer_system_busy",
    story: "The channel is too busy for the transfer.",
    arrange: async ({ shop, sandbox }) => {
      const made = await shop();
      await sandbox.fault({ channel: "alipay", operation: "transfer", fault: "system_error" });
      const fields = transfer(made, "alipay");
      return { operation: "transfers.create", fields, key: made.api_key };
    },
  },
];
