import { id } from "@purse/contract";
import { browseWallets, type Core } from "@purse/core";
import { z } from "zod";
import { dataOf } from "./failure.ts";
import { procedure } from "./trpc.ts";

const WalletPage = z.strictObject({
  merchant_id: id("mer", "a merchant").optional(),
  status: z.enum(["active", "disabled"]).optional(),
  /** The id of the last wallet of the page before. */
  before: id("wal", "a wallet").optional(),
  count: z.int().min(1).max(100).default(50),
});

/** What operators see of the merchants' wallets and money; nothing here changes anything. */
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
  };
}
