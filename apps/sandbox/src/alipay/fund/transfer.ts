import { randomInt } from "node:crypto";
import { z } from "zod";
import type { Payout } from "../../books/payouts.ts";
import { gmt8 } from "../gmt8.ts";
import { type Call, method, type Node } from "../method.ts";
import { businessFailed } from "../refused.ts";
import { Yuan, yuanOf } from "../yuan.ts";
import { payoutStatus, productCodes, products } from "./payout.ts";

const UserId = z.string().regex(/^2088\d{12}$/, { error: "expected 2088 and 12 digits" });
const LogonId = z.string().regex(/^(\S+@\S+|1\d{10})$/, { error: "expected an e-mail or a phone" });
const Payee = z.discriminatedUnion("identity_type", [
  z.object({
    identity_type: z.literal("ALIPAY_USER_ID"),
    identity: UserId,
    name: z.string().max(100).optional(),
  }),
  z.object({
    identity_type: z.literal("ALIPAY_LOGON_ID"),
    identity: LogonId,
    name: z.string().min(1).max(100),
  }),
  z.object({
    identity_type: z.literal("ALIPAY_OPEN_ID"),
    identity: z.string().min(1).max(128),
    name: z.string().max(100).optional(),
  }),
]);
const TransferRequest = z.object({
  out_biz_no: z.string().regex(/^[\w-]{1,64}$/, { error: "expected 1 to 64 letters" }),
  trans_amount: Yuan,
  product_code: z.enum(productCodes),
  biz_scene: z.literal("DIRECT_TRANSFER"),
  order_title: z.string().max(128).optional(),
  remark: z.string().max(200).optional(),
  payee_info: Payee,
  business_params: z.string().max(2048).optional(),
});
type TransferRequest = z.output<typeof TransferRequest>;

/** Transfers begin at ten fen, red envelopes at one. */
const transferMin = 10;
const amountMax = 10_000_000_000;

/** Money to an account, at once and without the payer's password; a red envelope by its product. */
export const transfer = method("status", "", TransferRequest, (call, request) => {
  const { kind, operation } = products[request.product_code];
  const { out_biz_no: no, trans_amount: amount } = request;
  refuseBadRedPacket(request);
  return {
    operation,
    no,
    amount,
    run(fault) {
      const { payouts } = call.house.books;
      const before = payouts.find("alipay", call.merchant.merchant_id, kind, no);
      if (before !== undefined) return answer(same(before, request));
      refuseUnpayable(call, request);
      const [now, done] = [
        call.house.now(),
        kind === "transfer" ? "succeeded" : "received",
      ] as const;
      const payout = payouts.insert({
        channel: "alipay",
        merchant_id: call.merchant.merchant_id,
        app_id: call.app.app_id,
        kind,
        no,
        payout_id: `${gmt8(now).slice(0, 10).replaceAll("-", "")}110070${randomInt(10 ** 14)}`,
        amount,
        state: fault === "DEALING" ? "processing" : done,
        payee: request.payee_info.identity,
        payee_name: request.payee_info.name ?? null,
        reason: null,
        notify_url: call.notify_url,
        details: contentOf(request),
      });
      return answer(payout);
    },
  };
});

/** What has to be the same when the number comes again. */
function contentOf(request: TransferRequest): Readonly<Record<string, string>> {
  return {
    product_code: request.product_code,
    order_title: request.order_title ?? "",
    remark: request.remark ?? "",
  };
}

function same(before: Payout, request: TransferRequest): Payout {
  const { payee_info, trans_amount } = request;
  const isSame =
    before.amount === trans_amount &&
    before.payee === payee_info.identity &&
    before.payee_name === (payee_info.name ?? null) &&
    JSON.stringify(before.details) === JSON.stringify(contentOf(request));
  if (isSame) return before;
  throw businessFailed("PAYMENT_INFO_INCONSISTENCY", "两次请求商户单号一样，但是参数不一致");
}

function answer(payout: Payout): Node {
  return {
    out_biz_no: payout.no,
    order_id: payout.payout_id,
    pay_fund_order_id: payout.payout_id,
    status: payoutStatus(payout),
    amount: yuanOf(payout.amount),
    trans_date: gmt8(payout.settled_at ?? payout.created_at),
  };
}

function refuseBadRedPacket({ product_code, business_params = "" }: TransferRequest): void {
  if (
    product_code === "STD_RED_PACKET" &&
    !/"sub_biz_scene"\s*:\s*"REDPACKET"/.test(business_params)
  ) {
    throw businessFailed(
      "INVALID_PARAMETER",
      "参数有误: business_params.sub_biz_scene 须为 REDPACKET",
    );
  }
}

function refuseUnpayable({ merchant }: Call, request: TransferRequest): void {
  const { product_code, trans_amount, payee_info } = request;
  if (product_code === "TRANS_ACCOUNT_NO_PWD" && trans_amount < transferMin) {
    throw businessFailed("EXCEED_LIMIT_SM_MIN_AMOUNT", "单笔最低转账金额0.1元");
  }
  if (trans_amount > amountMax) throw businessFailed("EXCEED_LIMIT_SM_AMOUNT", "单笔额度超限");
  if (payee_info.identity === merchant.merchant_id) {
    throw businessFailed("PAYER_PAYEE_CANNOT_SAME", "收付款方不能相同");
  }
  if (trans_amount > merchant.balance) {
    throw businessFailed("PAYER_BALANCE_NOT_ENOUGH", "付款方余额不足");
  }
}
