import { amountMax, Currency } from "@purse/contract";
import {
  adjustBalance,
  type Core,
  createKey,
  listKeys,
  resolveWithdrawal,
  revokeKey,
  type StoredKey,
  verifySettle,
} from "@purse/core";
import { z } from "zod";
import { dataOf } from "./failure.ts";
import { trpc } from "./trpc.ts";

const NewKey = z.strictObject({
  merchant_name: z.string().min(1).max(128),
  mode: z.enum(["test", "live"]),
});
const KeyId = z.strictObject({ key_id: z.string().min(1).max(64) });
/** Minor units: positive into the wallet, negative out of it. */
const Adjustment = z.strictObject({
  wallet_id: z.string().min(1).max(64),
  amount: z
    .int()
    .min(-amountMax)
    .max(amountMax)
    .refine((amount) => amount !== 0, { error: "expected an integer other than 0" }),
  currency: Currency.default("CNY"),
  reason: z.string().min(1).max(200),
});

const SettleId = z.strictObject({ settle_id: z.string().min(1).max(64) });
const Outcome = z.strictObject({
  withdrawal_id: z.string().min(1).max(64),
  outcome: z.enum(["succeeded", "failed"]),
});

/** What only the operator may do; every write goes into the audit log. */
export function operatorRouter(core: Core) {
  const { procedure } = trpc;
  return {
    keys: {
      create: procedure.input(NewKey).mutation(async ({ ctx, input }) => {
        const made = dataOf(await core.operate(ctx.actor, (scope) => createKey(scope, input)));
        return { ...viewKey(made.key), merchant: made.merchant, api_key: made.api_key };
      }),
      revoke: procedure
        .input(KeyId)
        .mutation(async ({ ctx, input }) =>
          viewKey(dataOf(await core.operate(ctx.actor, (scope) => revokeKey(scope, input)))),
        ),
      list: procedure.query(async ({ ctx }) => {
        const merchants = dataOf(await core.operate(ctx.actor, listKeys));
        return merchants.map(({ keys, ...merchant }) => ({ ...merchant, keys: keys.map(viewKey) }));
      }),
    },
    wallets: {
      adjust: procedure
        .input(Adjustment)
        .mutation(async ({ ctx, input }) =>
          dataOf(await core.operate(ctx.actor, (scope) => adjustBalance(scope, input))),
        ),
    },
    settles: {
      verify: procedure.input(SettleId).mutation(async ({ ctx, input }) => {
        const verified = await core.operate(ctx.actor, (scope) => verifySettle(scope, input));
        const { id, status } = dataOf(verified);
        return { id, status };
      }),
    },
    withdrawals: {
      resolve: procedure.input(Outcome).mutation(async ({ ctx, input }) => {
        const resolved = await core.operate(ctx.actor, (scope) => resolveWithdrawal(scope, input));
        const { id, status } = dataOf(resolved);
        return { id, status };
      }),
    },
    ledger: { check: procedure.query(() => core.checkLedger()) },
  };
}

function viewKey({ id, merchant_id, created_at, revoked_at }: StoredKey) {
  return {
    id,
    merchant_id,
    created_at: created_at.toISOString(),
    revoked_at: revoked_at?.toISOString() ?? null,
  };
}
