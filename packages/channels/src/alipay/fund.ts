import type { Numbered } from "@purse/core";
import { z } from "zod";
import type { Open } from "../open.ts";
import { told } from "../told.ts";
import { yuanOf } from "../yuan.ts";
import { Text, Yuan } from "./fields.ts";
import { isUserId } from "./pay.ts";
import { inconsistent } from "./session.ts";

// What transfers and red envelopes share: both are money out of the merchant's account at Alipay,
// asked for by alipay.fund.trans.uni.transfer, once a number.

/** What Alipay says of such an order. */
export const FundOrder = z.object({
  out_biz_no: Text,
  order_id: Text.optional(),
  status: Text,
  /** In the answer to the order itself, and then not always. */
  amount: Yuan.optional(),
  /** In the answer to a query. */
  trans_amount: Yuan.optional(),
  // They explain an end and decide nothing: without them, the end is the same.
  error_code: z.string().nullish(),
  fail_reason: z.string().nullish(),
});
type FundOrder = z.output<typeof FundOrder>;

export const transferMethod = "alipay.fund.trans.uni.transfer";

type Product = "TRANS_ACCOUNT_NO_PWD" | "STD_RED_PACKET";

/** The question after an order. */
export function questionAbout(product_code: Product, no: string) {
  const content = { product_code, biz_scene: "DIRECT_TRANSFER", out_biz_no: no };
  return { method: "alipay.fund.trans.common.query", content, schema: FundOrder };
}

export function contentOf(product_code: Product, { no, amount }: Numbered, to: string) {
  return {
    out_biz_no: no,
    trans_amount: yuanOf(amount),
    product_code,
    biz_scene: "DIRECT_TRANSFER",
    payee_info: { identity: to, identity_type: identityTypeOf(to) },
  };
}

/** A user's id, the e-mail address or phone number that one logs in with, or an open id. */
function identityTypeOf(account: string): string {
  if (isUserId(account)) return "ALIPAY_USER_ID";
  const isLogin = account.includes("@") || /^\+?[\d-]{5,20}$/.test(account);
  return isLogin ? "ALIPAY_LOGON_ID" : "ALIPAY_OPEN_ID";
}

/** What is wrong with an answer as one about our order. */
export function mismatchOf(order: FundOrder, { no, amount }: Numbered): Open | undefined {
  if (order.out_biz_no !== no) return inconsistent("out_biz_no", order.out_biz_no);
  const there = order.trans_amount ?? order.amount;
  if (there !== undefined && there !== amount) return inconsistent("trans_amount", yuanOf(there));
  return undefined;
}

/** Why an order failed, in Alipay's words. */
export function failureOf({ status, error_code, fail_reason }: FundOrder) {
  const detail = told(fail_reason || error_code || status);
  return { state: "refused", key: "channel_request_info", detail } as const;
}

export function unexpectedStatus({ status }: FundOrder): Open {
  return { state: "unknown", key: "channel_unexpected_error", detail: `status: ${told(status)}` };
}
