import type { Scenario } from "./scenario.ts";
import type { Stage } from "./stage.ts";

const bank = { type: "bank_account", account_name: "Tea House", account_no: "6222020001112223" };

async function settle({ merchant, step }: Stage) {
  const { api_key: key, user_wallet_ids } = await merchant();
  const { id } = await step("settles.create", bank, key);
  return { id, wallet_id: user_wallet_ids[0], key };
}

const withdrawal = { withdrawal_no: "withdrawal-1", amount: 100 };

/** Settlement objects, and what is paid out to them. */
export const settles: readonly Scenario[] = [
  {
    key: "settle_not_exist",
    story: "A settlement object is read whose id nobody has.",
    arrange: async ({ merchant }) => {
      const fields = { id: `stl_${"0".repeat(32)}` };
      return { operation: "settles.get", fields, key: (await merchant()).api_key };
    },
  },
  {
    key: "settle_not_use",
    story: "A wallet is to be bound to a settlement object that was disabled.",
    arrange: async (stage) => {
      const { id, wallet_id, key } = await settle(stage);
      await stage.step("settles.disable", { id }, key);
      return { operation: "settles.bind", fields: { id, wallet_id }, key };
    },
  },
  {
    key: "settle_wallet_already_bind",
    story: "A wallet is bound to a settlement object twice.",
    arrange: async (stage) => {
      const { id, wallet_id, key } = await settle(stage);
      await stage.step("settles.bind", { id, wallet_id }, key);
      return { operation: "settles.bind", fields: { id, wallet_id }, key };
    },
  },
  {
    key: "settleid_is_null",
    story: "A withdrawal does not say where to.",
    arrange: async ({ merchant }) => {
      const { api_key: key, user_wallet_ids } = await merchant();
      const fields = { wallet_id: user_wallet_ids[0], ...withdrawal };
      return { operation: "withdrawals.create", fields, key };
    },
  },
  {
    key: "settle_wallet_not_bound",
    story: "A withdrawal goes to a settlement object that the wallet is not bound to.",
    arrange: async (stage) => {
      const { id, wallet_id, key } = await settle(stage);
      const fields = { wallet_id, settle_id: id, ...withdrawal };
      return { operation: "withdrawals.create", fields, key };
    },
  },
];
