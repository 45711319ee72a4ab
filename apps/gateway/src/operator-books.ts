import {
  ChargeStatus,
  Currency,
  type ErrorKey,
  id,
  RechargeStatus,
  RedEnvelopeStatus,
  RefundStatus,
  TransferStatus,
  WebhookEndpointStatus,
} from "@purse/contract";
import {
  browseCharges,
  browseEndpoints,
  browsePostings,
  browseRecharges,
  browseRedEnvelopes,
  browseRefunds,
  browseTransfers,
  browseWallets,
  type Core,
  getHistory,
  lookAtEndpoint,
  lookAtWallet,
  type OperatorScope,
  queryNow,
  search,
} from "@purse/core";
import { z } from "zod";
import type { GatewayContext } from "./context.ts";
import { dataOf } from "./failure.ts";
import { procedure } from "./trpc.ts";

/** A page of what all merchants have, or one of them; `before` is the last of the page before. */
const page = {
  merchant_id: id("mer", "a merchant").optional(),
  count: z.int().min(1).max(100).default(50),
};
const ofWallet = { ...page, wallet_id: id("wal", "a wallet").optional() };
const WalletPage = z.strictObject({
  ...page,
  status: z.enum(["active", "disabled", "frozen"]).optional(),
  before: id("wal", "a wallet").optional(),
});
const ChargePage = z.strictObject({
  ...ofWallet,
  status: ChargeStatus.optional(),
  before: id("chg", "a charge").optional(),
});
// Open: the outcome is not known.
const RefundPage = z.strictObject({
  ...ofWallet,
  status: z.enum(["open", ...RefundStatus.options]).optional(),
  before: id("ref", "a refund").optional(),
});
const TransferPage = z.strictObject({
  ...ofWallet,
  status: z.enum(["open", ...TransferStatus.options]).optional(),
  before: id("trf", "a transfer").optional(),
});
const RechargePage = z.strictObject({
  ...ofWallet,
  status: RechargeStatus.optional(),
  before: id("rch", "a recharge").optional(),
});
const RedEnvelopePage = z.strictObject({
  ...ofWallet,
  status: RedEnvelopeStatus.optional(),
  before: id("red", "a red envelope").optional(),
});
const EndpointPage = z.strictObject({
  ...ofWallet,
  status: WebhookEndpointStatus.optional(),
  before: id("whe", "a webhook endpoint").optional(),
});
const WalletId = z.strictObject({ id: id("wal", "a wallet") });
const EndpointId = z.strictObject({ id: id("whe", "a webhook endpoint") });
const PostingsPage = z.strictObject({
  wallet_id: id("wal", "a wallet"),
  currency: Currency.default("CNY"),
  count: page.count,
  /** The position of the last one of the page before. */
  before: z.int().min(1).optional(),
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
  type Call<Input> = { readonly ctx: GatewayContext; readonly input: Input };
  /** A resolver that does this work for whoever has come in. */
  const by =
    <Input, Data>(work: (scope: OperatorScope<ErrorKey>, input: Input) => Promise<Data>) =>
    async ({ ctx, input }: Call<Input>): Promise<Data> =>
      dataOf(await core.operate(ctx.actor, (scope) => work(scope, input)));
  return {
    /** Who has come in, and what they may do. */
    session: procedure.query(({ ctx: { role, actor } }) => ({ role, actor })),
    wallets: {
      list: procedure.input(WalletPage).query(by(browseWallets)),
      get: procedure.input(WalletId).query(by(lookAtWallet)),
      postings: procedure.input(PostingsPage).query(by(browsePostings)),
    },
    charges: {
      list: procedure.input(ChargePage).query(by(browseCharges)),
    },
    refunds: {
      list: procedure.input(RefundPage).query(by(browseRefunds)),
    },
    transfers: {
      list: procedure.input(TransferPage).query(by(browseTransfers)),
    },
    recharges: {
      list: procedure.input(RechargePage).query(by(browseRecharges)),
    },
    redEnvelopes: {
      list: procedure.input(RedEnvelopePage).query(by(browseRedEnvelopes)),
    },
    endpoints: {
      list: procedure.input(EndpointPage).query(by(browseEndpoints)),
      get: procedure.input(EndpointId).query(by(lookAtEndpoint)),
    },
    movements: {
      history: procedure.input(MovementId).query(by(getHistory)),
      query: procedure.input(MovementId).mutation(by(queryNow)),
    },
    search: procedure.input(Search).query(by(search)),
  };
}
