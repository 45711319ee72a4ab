import { ChargeStatus, id, RefundStatus, TransferStatus } from "@purse/contract";
import {
  browseCharges,
  browseRefunds,
  browseTransfers,
  browseWallets,
  type Core,
  getHistory,
  queryNow,
  search,
} from "@purse/core";
import { z } from "zod";
import { dataOf } from "./failure.ts";
import { procedure } from "./trpc.ts";

/** A page of what all merchants have, or one of them; `before` is the last of the page before. */
const page = {
  merchant_id: id("mer", "a merchant").optional(),
  count: z.int().min(1).max(100).default(50),
};
const WalletPage = z.strictObject({
  ...page,
  status: z.enum(["active", "disabled"]).optional(),
  before: id("wal", "a wallet").optional(),
});
const ChargePage = z.strictObject({
  ...page,
  status: ChargeStatus.optional(),
  before: id("chg", "a charge").optional(),
});
// Open: the outcome is not known.
const RefundPage = z.strictObject({
  ...page,
  status: z.enum(["open", ...RefundStatus.options]).optional(),
  before: id("ref", "a refund").optional(),
});
const TransferPage = z.strictObject({
  ...page,
  status: z.enum(["open", ...TransferStatus.options]).optional(),
  before: id("trf", "a transfer").optional(),
});
const MovementId = z.strictObject({
  id: z.string().regex(/^(chg|rch|ref|trf|red)_[0-9a-z]{1,60}$/, {
    error: "expected the id of a charge, recharge, refund, transfer or red envelope",
  }),
});
const Search = z.strictObject({
  text: z.string().regex(/^[^\p{Cc}\p{Cs}]{1,128}$/u, { error: "expected 1 to 128 characters" }),
});

/** What operators see of the merchants' money. */
export function booksProcedures(core: Core) {
  return {
    /** Who has come in, and what they may do. */
    session: procedure.query(({ ctx: { role, actor } }) => ({ role, actor })),
    wallets: {
      list: procedure
        .input(WalletPage)
        .query(async ({ ctx, input }) =>
          dataOf(await core.operate(ctx.actor, (scope) => browseWallets(scope, input))),
        ),
    },
    charges: {
      list: procedure
        .input(ChargePage)
        .query(async ({ ctx, input }) =>
          dataOf(await core.operate(ctx.actor, (scope) => browseCharges(scope, input))),
        ),
    },
    refunds: {
      list: procedure
        .input(RefundPage)
        .query(async ({ ctx, input }) =>
          dataOf(await core.operate(ctx.actor, (scope) => browseRefunds(scope, input))),
        ),
    },
    transfers: {
      list: procedure
        .input(TransferPage)
        .query(async ({ ctx, input }) =>
          dataOf(await core.operate(ctx.actor, (scope) => browseTransfers(scope, input))),
        ),
    },
    movements: {
      history: procedure
        .input(MovementId)
        .query(async ({ ctx, input }) =>
          dataOf(await core.operate(ctx.actor, (scope) => getHistory(scope, input))),
        ),
      query: procedure
        .input(MovementId)
        .mutation(async ({ ctx, input }) =>
          dataOf(await core.operate(ctx.actor, (scope) => queryNow(scope, input))),
        ),
    },
    search: procedure
      .input(Search)
      .query(async ({ ctx, input }) =>
        dataOf(await core.operate(ctx.actor, (scope) => search(scope, input))),
      ),
  };
}
