import { z } from "zod";
import { AlipayAccount, ChannelAccount, WechatAccount } from "./channel-accounts.ts";
import { Id, ShortText, Time, WalletId } from "./fields.ts";
import { Moment } from "./moments.ts";
import { Balance, Currency } from "./money.ts";
import type { Operation } from "./operation.ts";
import { inState, page, TimedPageQuery } from "./page.ts";
import { EncryptedPassword } from "./payment-password.ts";
import { walletPathErrors } from "./wallet-list.ts";

/** `merchant` is the B-end wallet, one under each API key; `user` is a C-end wallet. */
export const WalletType = z.enum(["merchant", "user"]).meta({ id: "WalletType" });
export type WalletType = z.infer<typeof WalletType>;

export const WalletStatus = z.enum(["active", "disabled"]).meta({ id: "WalletStatus" });
export type WalletStatus = z.infer<typeof WalletStatus>;

/** Money of one currency: `available` can be spent, `held` waits for an open outcome. */
export const WalletBalance = z
  .strictObject({ currency: Currency, available: Balance, held: Balance })
  .meta({ id: "WalletBalance" });

export const Wallet = z
  .strictObject({
    id: Id.meta({ examples: ["wal_019abf6c2d5f7d3c8a41f0e2b7c96d58"] }),
    type: WalletType,
    name: z.string().nullable(),
    status: WalletStatus,
    has_payment_password: z.boolean().describe("Whether paying from it takes a password"),
    balances: z.array(WalletBalance).describe("One a currency that the wallet has ever held"),
    created_at: Time,
  })
  .meta({ id: "Wallet" });
export type Wallet = z.infer<typeof Wallet>;

const params = z.strictObject({ wallet_id: WalletId });
export const wallets = {
  create: {
    method: "POST",
    path: "/v1/wallets",
    summary: "Open a wallet",
    description: "An API key has one merchant wallet and as many user wallets as it likes.",
    body: z.strictObject({
      type: WalletType,
      name: ShortText.optional().describe("A name for people"),
    }),
    output: Wallet,
    errors: ["api_key_already_exists_wallet"],
  },
  get: {
    method: "GET",
    path: "/v1/wallets/{wallet_id}",
    summary: "Read a wallet and its balances",
    params,
    output: Wallet,
    errors: walletPathErrors,
  },
  balancesAt: {
    method: "GET",
    path: "/v1/wallets/{wallet_id}/balances",
    summary: "Read what a wallet had at a past moment",
    description: "All of its money, held or not, as the ledger's postings have it.",
    params,
    query: z.strictObject({
      at: Moment.describe("RFC 3339, UTC; a whole millisecond, which has to be over"),
    }),
    output: z
      .strictObject({
        wallet_id: Id,
        at: Time,
        balances: z.array(z.strictObject({ currency: Currency, balance: Balance })),
      })
      .meta({ id: "WalletBalancesAt" }),
    errors: [...walletPathErrors, "param_error"],
  },
  list: {
    method: "GET",
    path: "/v1/wallets/list/{wallet_id}",
    summary: "List a merchant's user wallets",
    description: "`wallet_id` is the merchant wallet. The oldest come first.",
    params,
    query: TimedPageQuery.extend(inState(WalletStatus)),
    output: page(Wallet).meta({ id: "WalletPage" }),
    errors: [...walletPathErrors, "param_error"],
  },
  disable: {
    method: "POST",
    path: "/v1/wallets/{wallet_id}/disable",
    summary: "Disable a wallet",
    description: "No money moves in or out of it until it is enabled. Repeating does no harm.",
    params,
    output: Wallet,
    errors: walletPathErrors,
  },
  enable: {
    method: "POST",
    path: "/v1/wallets/{wallet_id}/enable",
    summary: "Enable a disabled wallet",
    params,
    output: Wallet,
    errors: walletPathErrors,
  },
  setPaymentPassword: {
    method: "PUT",
    path: "/v1/wallets/{wallet_id}/payment-password",
    summary: "Set or change a wallet's payment password",
    description:
      "6 to 64 characters, encrypted with a random key. A wallet that has one needs it as " +
      "`old_password`, under a random key of its own.",
    params,
    body: z.strictObject({
      password: EncryptedPassword,
      old_password: EncryptedPassword.optional(),
    }),
    output: Wallet,
    errors: [...walletPathErrors, "payment_password_invalid"],
  },
  setAlipay: {
    method: "PUT",
    path: "/v1/wallets/{wallet_id}/channels/alipay",
    summary: "Set the Alipay account of a merchant wallet",
    description: "All Alipay payments and payouts of the key go through it. Repeating replaces it.",
    params,
    body: AlipayAccount,
    output: ChannelAccount,
    errors: [...walletPathErrors, "param_error"],
  },
  setWechat: {
    method: "PUT",
    path: "/v1/wallets/{wallet_id}/channels/wechat",
    summary: "Set the WeChat Pay account of a merchant wallet",
    description: "All WeChat payments and payouts of the key go through it. Repeating replaces it.",
    params,
    body: WechatAccount,
    output: ChannelAccount,
    errors: [...walletPathErrors, "param_error"],
  },
} as const satisfies Record<string, Operation>;
