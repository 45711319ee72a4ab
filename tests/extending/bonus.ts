import { charges, extendContract, id, purse, Transfer, transfers } from "@purse/contract";
import { handlers, serviceOf } from "@purse/core";
import { run } from "@purse/purse";
import { z } from "zod";

/** A twentieth of what a payer paid from their wallet comes back to it as a bonus, once a charge. */
export const contract = extendContract(purse, {
  rows: {
    bonus_not_due: [300001, "bonus_not_due", 402, "never", "该订单没有奖励", "No bonus is due"],
  },
  advice: {
    bonus_not_due: {
      cause: {
        zh: "订单未支付、不是用余额支付，或者不足 0.20 元。",
        en: "The charge is not paid, not by balance, or below 20 minor units.",
      },
      remedy: {
        zh: "订单支付成功以后再申请奖励。",
        en: "Ask for the bonus of a charge that was paid by balance.",
      },
    },
  },
  api: {
    bonuses: {
      create: {
        method: "POST",
        path: "/v1/bonuses",
        summary: "Pay the bonus of a charge",
        body: z.strictObject({ charge_id: id("chg", "a charge") }),
        output: Transfer,
        errors: [...charges.get.errors, ...transfers.create.errors, "bonus_not_due"],
      },
    },
  },
});

export const service = serviceOf(contract, {
  ...handlers,
  bonuses: {
    async create(scope, { charge_id }) {
      const charge = await handlers.charges.get(scope, { id: charge_id });
      const { wallet_id, payer_wallet_id: to_wallet_id, status, currency } = charge;
      const amount = Math.floor(charge.amount / 20);
      if (status !== "paid" || to_wallet_id === null || amount === 0) {
        throw scope.fail("bonus_not_due", `the charge is ${status}`);
      }
      // Under the same number a transfer takes effect once, however often it is asked for.
      const bonus = { transfer_no: `bonus-${charge_id}`, amount, currency } as const;
      return handlers.transfers.create(scope, {
        channel: "balance",
        wallet_id,
        to_wallet_id,
        ...bonus,
      });
    },
  },
});

if (import.meta.main) await run(service);
