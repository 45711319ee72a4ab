import { z } from "zod";
import { bodyWalletId, Id, id, ShortText, Time } from "./fields.ts";
import type { Operation } from "./operation.ts";
import { inState, PageQuery } from "./page.ts";
import { walletList } from "./wallet-list.ts";

/** Where money of a wallet can be paid out to. */
export const SettleType = z.enum(["bank_account", "alipay", "wechat"]).meta({ id: "SettleType" });
export type SettleType = z.infer<typeof SettleType>;

/** `unverified` until an operator has looked at it; settlement objects of test keys need no look. */
export const SettleStatus = z
  .enum(["unverified", "active", "disabled"])
  .meta({ id: "SettleStatus" });
export type SettleStatus = z.infer<typeof SettleStatus>;

export const Settle = z
  .strictObject({
    id: Id.meta({ examples: ["stl_019abf6c2d5f7d3c8a41f0e2b7c96d58"] }),
    type: SettleType,
    account_name: z.string(),
    account_no_tail: z.string().describe("The last four characters of the account's number"),
    bank_name: z.string().nullable(),
    status: SettleStatus,
    created_at: Time,
  })
  .meta({ id: "Settle" });
export type Settle = z.infer<typeof Settle>;

export const SettleRequest = z
  .strictObject({
    type: SettleType,
    account_name: ShortText.describe("Whom the account belongs to"),
    account_no: z
      .string()
      .regex(/^[\x21-\x7e]{4,64}$/, { error: "expected 4 to 64 characters without spaces" })
      .describe("The account's number, or the user's id at the channel"),
    bank_name: ShortText.optional().describe("Of a bank account"),
  })
  .meta({ id: "SettleRequest" });
export type SettleRequest = z.output<typeof SettleRequest>;

const params = z.strictObject({ id: id("stl", "a settlement object") });

export const settles = {
  create: {
    method: "POST",
    path: "/v1/settles",
    summary: "Register an account that money can be paid out to",
    description: "Bind it to a wallet before the first withdrawal.",
    body: SettleRequest,
    output: Settle,
    errors: [],
  },
  get: {
    method: "GET",
    path: "/v1/settles/{id}",
    summary: "Read a settlement object",
    params,
    output: Settle,
    errors: ["settle_not_exist"],
  },
  bind: {
    method: "POST",
    path: "/v1/settles/{id}/bind",
    summary: "Let a wallet withdraw to a settlement object",
    params,
    body: z.strictObject({ wallet_id: bodyWalletId("the wallet") }),
    output: Settle,
    errors: [
      "settle_not_exist",
      "settle_not_use",
      "request_body_walletid_not_exist",
      "api_key_wallet_mismatching",
      "wallet_not_under_api_key",
      "wallet_not_use",
      "settle_wallet_already_bind",
    ],
  },
  disable: {
    method: "POST",
    path: "/v1/settles/{id}/disable",
    summary: "Disable a settlement object for good",
    description: "Nothing more is paid out to it. Repeating does no harm.",
    params,
    output: Settle,
    errors: ["settle_not_exist"],
  },
  list: {
    ...walletList("/v1/settles/list/{wallet_id}", Settle, {
      id: "SettlePage",
      summary: "List the settlement objects bound to a wallet",
      description: "In the order of their binding, which is not that of their making.",
    }),
    query: PageQuery.extend(inState(SettleStatus)),
  },
} as const satisfies Record<string, Operation>;
